-- create schema, add enum value, rename enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TYPE "Tier" ADD VALUE 'NONE';

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows held 'NONE'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Tier__new" AS ENUM ('FREE', 'PAID');

-- Rows of "Client" that hold 'NONE' in "tier" get 'FREE'.
-- Rows of "Client" that hold 'NONE' in "past" get 'FREE'.
ALTER TABLE "Client"
  ALTER COLUMN "tier" DROP DEFAULT,
  ALTER COLUMN "tier" TYPE "Tier__new" USING (CASE "tier"::TEXT WHEN 'NONE' THEN 'FREE' ELSE "tier"::TEXT END)::"Tier__new",
  ALTER COLUMN "tier" SET DEFAULT 'FREE',
  ALTER COLUMN "past" TYPE "Tier__new"[] USING array_replace("past"::TEXT[], 'NONE', 'FREE')::"Tier__new"[];

DROP TYPE "Tier";

ALTER TYPE "Tier__new" RENAME TO "Tier";

-- ======== 2 migrationDraft expand: rollback instant
-- ---- up.sql
CREATE SCHEMA IF NOT EXISTS "types";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TYPE "Tier" SET SCHEMA "types";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TYPE "types"."Tier" SET SCHEMA "public";

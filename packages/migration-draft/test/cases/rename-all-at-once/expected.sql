-- add column, set not null, rebuild enum, rename enum, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Thing" ADD COLUMN "extra" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Thing"."extra" holds.

ALTER TABLE "Thing" DROP COLUMN "extra";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Thing"."extra" is new and has no default, where the migration says TODO.
-- note: Decide on a value for rows that have no value in "Thing"."body", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Thing" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Thing"."extra" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Thing" SET "extra" = 0 WHERE "Thing"."id" >= {from} AND "Thing"."id" <= {to} AND "Thing"."extra" IS NULL;

-- TODO: decide on a value for rows that have no value in "Thing"."body".
-- What stands here only lets the migration be tried.
UPDATE "Thing" SET "body" = '' WHERE "Thing"."id" >= {from} AND "Thing"."id" <= {to} AND "Thing"."body" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Thing"
  ADD CONSTRAINT "Thing_extra_not_null_check" CHECK ("extra" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Thing_body_not_null_check" CHECK ("body" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Thing"
  DROP CONSTRAINT IF EXISTS "Thing_body_not_null_check",
  DROP CONSTRAINT IF EXISTS "Thing_extra_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Thing" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Thing"."extra" is new and has no default.
-- It is that of the fill before.
UPDATE "Thing" SET "extra" = 0 WHERE "Thing"."id" >= {from} AND "Thing"."id" <= {to} AND "Thing"."extra" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Thing"."body".
-- It is that of the fill before.
UPDATE "Thing" SET "body" = '' WHERE "Thing"."id" >= {from} AND "Thing"."id" <= {to} AND "Thing"."body" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Thing" VALIDATE CONSTRAINT "Thing_extra_not_null_check";

ALTER TABLE "Thing" VALIDATE CONSTRAINT "Thing_body_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Thing"
  ALTER COLUMN "extra" SET NOT NULL,
  ALTER COLUMN "body" SET NOT NULL;

ALTER TABLE "Thing"
  DROP CONSTRAINT "Thing_extra_not_null_check",
  DROP CONSTRAINT "Thing_body_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Thing"
  ALTER COLUMN "body" DROP NOT NULL,
  ALTER COLUMN "extra" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback lossy
-- note: Decide on what rows get that hold 'C', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'C'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Sort__new" AS ENUM ('A', 'B');

-- TODO: decide on what rows of "Thing" get that hold 'C' in "sort".
-- What stands here only lets the migration be tried.
ALTER TABLE "Thing" ALTER COLUMN "sort" TYPE "Sort__new" USING (CASE "sort"::TEXT WHEN 'C' THEN 'A' ELSE "sort"::TEXT END)::"Sort__new";

DROP TYPE "Sort";

ALTER TYPE "Sort__new" RENAME TO "Sort";

ALTER TYPE "Sort" RENAME TO "Class";

ALTER TABLE "Thing" RENAME TO "Object";

ALTER TABLE "Object" RENAME COLUMN "body" TO "content";

ALTER TABLE "Object" RENAME COLUMN "sort" TO "class";

ALTER INDEX "Thing_pkey" RENAME TO "Object_pkey";

ALTER SEQUENCE IF EXISTS "Thing_id_seq" RENAME TO "Object_id_seq";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'C'.

ALTER SEQUENCE IF EXISTS "Object_id_seq" RENAME TO "Thing_id_seq";

ALTER INDEX "Object_pkey" RENAME TO "Thing_pkey";

ALTER TABLE "Object" RENAME COLUMN "class" TO "sort";

ALTER TABLE "Object" RENAME COLUMN "content" TO "body";

ALTER TABLE "Object" RENAME TO "Thing";

ALTER TYPE "Class" RENAME TO "Sort";

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Sort__new" AS ENUM ('A', 'B', 'C');

ALTER TABLE "Thing" ALTER COLUMN "sort" TYPE "Sort__new" USING "sort"::TEXT::"Sort__new";

DROP TYPE "Sort";

ALTER TYPE "Sort__new" RENAME TO "Sort";

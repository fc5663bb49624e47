-- create schema, change type, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE SCHEMA IF NOT EXISTS "hotel";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft switch: rollback lossy
-- note: "Client" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Client" ALTER COLUMN "id" TYPE BIGINT;

ALTER SEQUENCE "Client_id_seq" AS BIGINT;

ALTER TABLE "Client" RENAME TO "Guest";

ALTER TABLE "Guest" SET SCHEMA "hotel";

ALTER TABLE "hotel"."Guest" RENAME COLUMN "name" TO "title";

ALTER INDEX "hotel"."Client_pkey" RENAME TO "Guest_pkey";

ALTER INDEX "hotel"."Client_name_key" RENAME TO "Guest_title_key";

ALTER SEQUENCE IF EXISTS "hotel"."Client_id_seq" RENAME TO "Guest_id_seq";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Client"."id" that INTEGER has no room for.

ALTER SEQUENCE IF EXISTS "hotel"."Guest_id_seq" RENAME TO "Client_id_seq";

ALTER INDEX "hotel"."Guest_title_key" RENAME TO "Client_name_key";

ALTER INDEX "hotel"."Guest_pkey" RENAME TO "Client_pkey";

ALTER TABLE "hotel"."Guest" RENAME COLUMN "title" TO "name";

ALTER TABLE "hotel"."Guest" SET SCHEMA "public";

ALTER TABLE "Guest" RENAME TO "Client";

-- Loses values of "Client"."id" that INTEGER has no room for.
ALTER TABLE "Client" ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END;

ALTER SEQUENCE "Client_id_seq" AS INTEGER;

-- set not null, set not null, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- note: Decide on a value for rows that have no value in "Sheet"."heading", where the migration says TODO.
-- note: Decide on a value for rows that have no value in "Sheet"."total", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Sheet" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for rows that have no value in "Sheet"."heading".
-- What stands here only lets the migration be tried.
UPDATE "Sheet" SET "heading" = '' WHERE "Sheet"."id" >= {from} AND "Sheet"."id" <= {to} AND "Sheet"."heading" IS NULL;

-- TODO: decide on a value for rows that have no value in "Sheet"."total".
-- What stands here only lets the migration be tried.
UPDATE "Sheet" SET "total" = "Sheet"."id" WHERE "Sheet"."id" >= {from} AND "Sheet"."id" <= {to} AND "Sheet"."total" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Sheet"
  ADD CONSTRAINT "Sheet_heading_not_null_check" CHECK ("heading" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Sheet_total_not_null_check" CHECK ("total" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Sheet"
  DROP CONSTRAINT IF EXISTS "Sheet_total_not_null_check",
  DROP CONSTRAINT IF EXISTS "Sheet_heading_not_null_check";

-- ======== 3 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Sheet" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Sheet"."heading".
-- It is that of the fill before.
UPDATE "Sheet" SET "heading" = '' WHERE "Sheet"."id" >= {from} AND "Sheet"."id" <= {to} AND "Sheet"."heading" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Sheet"."total".
-- It is that of the fill before.
UPDATE "Sheet" SET "total" = "Sheet"."id" WHERE "Sheet"."id" >= {from} AND "Sheet"."id" <= {to} AND "Sheet"."total" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Sheet" VALIDATE CONSTRAINT "Sheet_heading_not_null_check";

ALTER TABLE "Sheet" VALIDATE CONSTRAINT "Sheet_total_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Sheet"
  ALTER COLUMN "heading" SET NOT NULL,
  ALTER COLUMN "total" SET NOT NULL;

ALTER TABLE "Sheet"
  DROP CONSTRAINT "Sheet_heading_not_null_check",
  DROP CONSTRAINT "Sheet_total_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Sheet"
  ALTER COLUMN "total" DROP NOT NULL,
  ALTER COLUMN "heading" DROP NOT NULL;

-- ======== 5 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Sheet" RENAME COLUMN "heading" TO "title";

ALTER TABLE "Sheet" RENAME COLUMN "total" TO "sum";

ALTER INDEX "Sheet_total_key" RENAME TO "Sheet_sum_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Sheet_sum_key" RENAME TO "Sheet_total_key";

ALTER TABLE "Sheet" RENAME COLUMN "sum" TO "total";

ALTER TABLE "Sheet" RENAME COLUMN "title" TO "heading";

-- add column, add column, add column, add column, add column, add column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Box"
  ADD COLUMN "text" TEXT,
  ADD COLUMN "size" INTEGER,
  ADD COLUMN "kind" "Kind",
  ADD COLUMN "at" TIMESTAMP(3),
  ADD COLUMN "data" JSONB,
  ADD COLUMN "list" TEXT[];

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Box"."text" holds.
-- Loses what "Box"."size" holds.
-- Loses what "Box"."kind" holds.
-- Loses what "Box"."at" holds.
-- Loses what "Box"."data" holds.
-- Loses what "Box"."list" holds.

ALTER TABLE "Box"
  DROP COLUMN "list",
  DROP COLUMN "data",
  DROP COLUMN "at",
  DROP COLUMN "kind",
  DROP COLUMN "size",
  DROP COLUMN "text";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Box"."text" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."size" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."kind" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."at" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."data" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Box"."text" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "text" = '' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."text" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."size" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "size" = 0 WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."size" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."kind" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "kind" = 'x' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."kind" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."at" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "at" = CURRENT_TIMESTAMP WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."at" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."data" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "data" = '{}' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."data" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Box"
  ADD CONSTRAINT "Box_text_not_null_check" CHECK ("text" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_size_not_null_check" CHECK ("size" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_kind_not_null_check" CHECK ("kind" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_at_not_null_check" CHECK ("at" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_data_not_null_check" CHECK ("data" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  DROP CONSTRAINT IF EXISTS "Box_data_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_at_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_kind_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_size_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_text_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."text" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "text" = '' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."text" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."size" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "size" = 0 WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."size" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."kind" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "kind" = 'x' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."kind" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."at" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "at" = CURRENT_TIMESTAMP WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."at" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."data" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "data" = '{}' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."data" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_text_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_size_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_kind_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_at_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_data_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Box"
  ALTER COLUMN "text" SET NOT NULL,
  ALTER COLUMN "size" SET NOT NULL,
  ALTER COLUMN "kind" SET NOT NULL,
  ALTER COLUMN "at" SET NOT NULL,
  ALTER COLUMN "data" SET NOT NULL;

ALTER TABLE "Box"
  DROP CONSTRAINT "Box_text_not_null_check",
  DROP CONSTRAINT "Box_size_not_null_check",
  DROP CONSTRAINT "Box_kind_not_null_check",
  DROP CONSTRAINT "Box_at_not_null_check",
  DROP CONSTRAINT "Box_data_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  ALTER COLUMN "data" DROP NOT NULL,
  ALTER COLUMN "at" DROP NOT NULL,
  ALTER COLUMN "kind" DROP NOT NULL,
  ALTER COLUMN "size" DROP NOT NULL,
  ALTER COLUMN "text" DROP NOT NULL;

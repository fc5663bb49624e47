-- set not null, set not null, set not null, set not null, change default

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Box" ALTER COLUMN "at" SET DEFAULT CURRENT_TIMESTAMP;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box" ALTER COLUMN "at" DROP DEFAULT;

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for rows that have no value in "Box"."text", where the migration says TODO.
-- note: Decide on a value for rows that have no value in "Box"."size", where the migration says TODO.
-- note: Decide on a value for rows that have no value in "Box"."kind", where the migration says TODO.
-- note: Decide on a value for rows that have no value in "Box"."at", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for rows that have no value in "Box"."text".
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "text" = '' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."text" IS NULL;

-- TODO: decide on a value for rows that have no value in "Box"."size".
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "size" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."size" IS NULL;

-- TODO: decide on a value for rows that have no value in "Box"."kind".
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "kind" = 'x' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."kind" IS NULL;

-- TODO: decide on a value for rows that have no value in "Box"."at".
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "at" = CURRENT_TIMESTAMP WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."at" IS NULL;

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
  ADD CONSTRAINT "Box_at_not_null_check" CHECK ("at" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  DROP CONSTRAINT IF EXISTS "Box_at_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_kind_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_size_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_text_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Box"."text".
-- It is that of the fill before.
UPDATE "Box" SET "text" = '' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."text" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Box"."size".
-- It is that of the fill before.
UPDATE "Box" SET "size" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."size" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Box"."kind".
-- It is that of the fill before.
UPDATE "Box" SET "kind" = 'x' WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."kind" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Box"."at".
-- It is that of the fill before.
UPDATE "Box" SET "at" = CURRENT_TIMESTAMP WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."at" IS NULL;

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

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Box"
  ALTER COLUMN "text" SET NOT NULL,
  ALTER COLUMN "size" SET NOT NULL,
  ALTER COLUMN "kind" SET NOT NULL,
  ALTER COLUMN "at" SET NOT NULL;

ALTER TABLE "Box"
  DROP CONSTRAINT "Box_text_not_null_check",
  DROP CONSTRAINT "Box_size_not_null_check",
  DROP CONSTRAINT "Box_kind_not_null_check",
  DROP CONSTRAINT "Box_at_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  ALTER COLUMN "at" DROP NOT NULL,
  ALTER COLUMN "kind" DROP NOT NULL,
  ALTER COLUMN "size" DROP NOT NULL,
  ALTER COLUMN "text" DROP NOT NULL;

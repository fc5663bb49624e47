-- add column, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Draft" ADD COLUMN "savedAt" TIMESTAMP(3);

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Draft"."savedAt" holds.

ALTER TABLE "Draft" DROP COLUMN "savedAt";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Draft"."savedAt" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Draft" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Draft"."savedAt" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Draft" SET "savedAt" = CURRENT_TIMESTAMP WHERE "Draft"."id" >= {from} AND "Draft"."id" <= {to} AND "Draft"."savedAt" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Draft" ADD CONSTRAINT "Draft_savedAt_not_null_check" CHECK ("savedAt" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Draft" DROP CONSTRAINT IF EXISTS "Draft_savedAt_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Draft" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Draft"."savedAt" is new and has no default.
-- It is that of the fill before.
UPDATE "Draft" SET "savedAt" = CURRENT_TIMESTAMP WHERE "Draft"."id" >= {from} AND "Draft"."id" <= {to} AND "Draft"."savedAt" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Draft" VALIDATE CONSTRAINT "Draft_savedAt_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Draft" ALTER COLUMN "savedAt" SET NOT NULL;

ALTER TABLE "Draft" DROP CONSTRAINT "Draft_savedAt_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Draft" ALTER COLUMN "savedAt" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Draft" ALTER COLUMN "changedAt" SET DEFAULT CURRENT_TIMESTAMP;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Draft" ALTER COLUMN "changedAt" DROP DEFAULT;

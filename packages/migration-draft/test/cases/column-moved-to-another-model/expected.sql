-- add column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "OrderLine" ADD COLUMN "street" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "OrderLine"."street" holds.

ALTER TABLE "OrderLine" DROP COLUMN "street";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "OrderLine"."street" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "OrderLine" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "OrderLine"."street" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "OrderLine" SET "street" = '' WHERE "OrderLine"."id" >= {from} AND "OrderLine"."id" <= {to} AND "OrderLine"."street" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_street_not_null_check" CHECK ("street" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "OrderLine" DROP CONSTRAINT IF EXISTS "OrderLine_street_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "OrderLine" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "OrderLine"."street" is new and has no default.
-- It is that of the fill before.
UPDATE "OrderLine" SET "street" = '' WHERE "OrderLine"."id" >= {from} AND "OrderLine"."id" <= {to} AND "OrderLine"."street" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "OrderLine" VALIDATE CONSTRAINT "OrderLine_street_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "OrderLine" ALTER COLUMN "street" SET NOT NULL;

ALTER TABLE "OrderLine" DROP CONSTRAINT "OrderLine_street_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "OrderLine" ALTER COLUMN "street" DROP NOT NULL;

-- ======== 6 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Order"."street" holds.

ALTER TABLE "Order" DROP COLUMN "street";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Order"."street" holds.

-- Rows get '' in "street", because it is required again.
ALTER TABLE "Order" ADD COLUMN "street" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Order" ALTER COLUMN "street" DROP DEFAULT;

-- add column, add column, add column, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Ware"
  ADD COLUMN "firstName" TEXT,
  ADD COLUMN "lastName" TEXT,
  ADD COLUMN "priceCents" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Ware"."firstName" holds.
-- Loses what "Ware"."lastName" holds.
-- Loses what "Ware"."priceCents" holds.

ALTER TABLE "Ware"
  DROP COLUMN "priceCents",
  DROP COLUMN "lastName",
  DROP COLUMN "firstName";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Ware"."firstName" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Ware"."lastName" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Ware"."priceCents" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Ware" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Ware"."firstName" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "firstName" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."firstName" IS NULL;

-- TODO: decide on a value for the rows that are there: "Ware"."lastName" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "lastName" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."lastName" IS NULL;

-- TODO: decide on a value for the rows that are there: "Ware"."priceCents" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "priceCents" = 0 WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."priceCents" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Ware"
  ADD CONSTRAINT "Ware_firstName_not_null_check" CHECK ("firstName" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Ware_lastName_not_null_check" CHECK ("lastName" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Ware_priceCents_not_null_check" CHECK ("priceCents" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ware"
  DROP CONSTRAINT IF EXISTS "Ware_priceCents_not_null_check",
  DROP CONSTRAINT IF EXISTS "Ware_lastName_not_null_check",
  DROP CONSTRAINT IF EXISTS "Ware_firstName_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Ware" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."firstName" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "firstName" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."firstName" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."lastName" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "lastName" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."lastName" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."priceCents" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "priceCents" = 0 WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."priceCents" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_firstName_not_null_check";

ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_lastName_not_null_check";

ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_priceCents_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Ware"
  ALTER COLUMN "firstName" SET NOT NULL,
  ALTER COLUMN "lastName" SET NOT NULL,
  ALTER COLUMN "priceCents" SET NOT NULL;

ALTER TABLE "Ware"
  DROP CONSTRAINT "Ware_firstName_not_null_check",
  DROP CONSTRAINT "Ware_lastName_not_null_check",
  DROP CONSTRAINT "Ware_priceCents_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ware"
  ALTER COLUMN "priceCents" DROP NOT NULL,
  ALTER COLUMN "lastName" DROP NOT NULL,
  ALTER COLUMN "firstName" DROP NOT NULL;

-- ======== 6 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Ware"."wholeName" holds.
-- Loses what "Ware"."price" holds.

ALTER TABLE "Ware"
  DROP COLUMN "wholeName",
  DROP COLUMN "price";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Ware"."wholeName" holds.
-- Does not bring back what "Ware"."price" holds.

-- Rows get 0 in "price", because it is required again.
ALTER TABLE "Ware" ADD COLUMN "price" DECIMAL(10,2) NOT NULL DEFAULT 0;

ALTER TABLE "Ware" ALTER COLUMN "price" DROP DEFAULT;

-- Rows get '' in "wholeName", because it is required again.
ALTER TABLE "Ware" ADD COLUMN "wholeName" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Ware" ALTER COLUMN "wholeName" DROP DEFAULT;

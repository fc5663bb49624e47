-- add column, add column, add column, rename table, rename columns and keys, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Ware"
  ADD COLUMN "firstName_now" TEXT,
  ADD COLUMN "lastName_now" TEXT,
  ADD COLUMN "priceCents_now" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Ware"."firstName_now" holds.
-- Loses what "Ware"."lastName_now" holds.
-- Loses what "Ware"."priceCents_now" holds.

ALTER TABLE "Ware"
  DROP COLUMN "priceCents_now",
  DROP COLUMN "lastName_now",
  DROP COLUMN "firstName_now";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Ware"."firstName_now" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Ware"."lastName_now" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Ware"."priceCents_now" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Ware" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Ware"."firstName_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "firstName_now" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."firstName_now" IS NULL;

-- TODO: decide on a value for the rows that are there: "Ware"."lastName_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "lastName_now" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."lastName_now" IS NULL;

-- TODO: decide on a value for the rows that are there: "Ware"."priceCents_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Ware" SET "priceCents_now" = 0 WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."priceCents_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Ware"
  ADD CONSTRAINT "Ware_firstName_now_not_null_check" CHECK ("firstName_now" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Ware_lastName_now_not_null_check" CHECK ("lastName_now" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Ware_priceCents_now_not_null_check" CHECK ("priceCents_now" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ware"
  DROP CONSTRAINT IF EXISTS "Ware_priceCents_now_not_null_check",
  DROP CONSTRAINT IF EXISTS "Ware_lastName_now_not_null_check",
  DROP CONSTRAINT IF EXISTS "Ware_firstName_now_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Ware" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."firstName_now" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "firstName_now" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."firstName_now" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."lastName_now" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "lastName_now" = '' WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."lastName_now" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Ware"."priceCents_now" is new and has no default.
-- It is that of the fill before.
UPDATE "Ware" SET "priceCents_now" = 0 WHERE "Ware"."id" >= {from} AND "Ware"."id" <= {to} AND "Ware"."priceCents_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_firstName_now_not_null_check";

ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_lastName_now_not_null_check";

ALTER TABLE "Ware" VALIDATE CONSTRAINT "Ware_priceCents_now_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Ware"
  ALTER COLUMN "firstName_now" SET NOT NULL,
  ALTER COLUMN "lastName_now" SET NOT NULL,
  ALTER COLUMN "priceCents_now" SET NOT NULL;

ALTER TABLE "Ware"
  DROP CONSTRAINT "Ware_firstName_now_not_null_check",
  DROP CONSTRAINT "Ware_lastName_now_not_null_check",
  DROP CONSTRAINT "Ware_priceCents_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ware"
  ALTER COLUMN "priceCents_now" DROP NOT NULL,
  ALTER COLUMN "lastName_now" DROP NOT NULL,
  ALTER COLUMN "firstName_now" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Ware" RENAME TO "Ware_now";

ALTER TABLE "Ware_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Ware_pkey" RENAME TO "Ware_now_pkey";

ALTER SEQUENCE IF EXISTS "Ware_id_seq" RENAME TO "Ware_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Ware_now_id_now_seq" RENAME TO "Ware_id_seq";

ALTER INDEX "Ware_now_pkey" RENAME TO "Ware_pkey";

ALTER TABLE "Ware_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Ware_now" RENAME TO "Ware";

-- ======== 7 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Ware_now"."wholeName" holds.
-- Loses what "Ware_now"."price" holds.

ALTER TABLE "Ware_now"
  DROP COLUMN "wholeName",
  DROP COLUMN "price";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Ware_now"."wholeName" holds.
-- Does not bring back what "Ware_now"."price" holds.

-- Rows get 0 in "price", because it is required again.
ALTER TABLE "Ware_now" ADD COLUMN "price" DECIMAL(10,2) NOT NULL DEFAULT 0;

ALTER TABLE "Ware_now" ALTER COLUMN "price" DROP DEFAULT;

-- Rows get '' in "wholeName", because it is required again.
ALTER TABLE "Ware_now" ADD COLUMN "wholeName" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Ware_now" ALTER COLUMN "wholeName" DROP DEFAULT;

-- add column, rename table, rename columns and keys, rename table, rename columns and keys, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "OrderLine" ADD COLUMN "street_now" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "OrderLine"."street_now" holds.

ALTER TABLE "OrderLine" DROP COLUMN "street_now";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "OrderLine"."street_now" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "OrderLine" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "OrderLine"."street_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "OrderLine" SET "street_now" = '' WHERE "OrderLine"."id" >= {from} AND "OrderLine"."id" <= {to} AND "OrderLine"."street_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "OrderLine" ADD CONSTRAINT "OrderLine_street_now_not_null_check" CHECK ("street_now" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "OrderLine" DROP CONSTRAINT IF EXISTS "OrderLine_street_now_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "OrderLine" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "OrderLine"."street_now" is new and has no default.
-- It is that of the fill before.
UPDATE "OrderLine" SET "street_now" = '' WHERE "OrderLine"."id" >= {from} AND "OrderLine"."id" <= {to} AND "OrderLine"."street_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "OrderLine" VALIDATE CONSTRAINT "OrderLine_street_now_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "OrderLine" ALTER COLUMN "street_now" SET NOT NULL;

ALTER TABLE "OrderLine" DROP CONSTRAINT "OrderLine_street_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "OrderLine" ALTER COLUMN "street_now" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Order" RENAME TO "Order_now";

ALTER TABLE "Order_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Order_pkey" RENAME TO "Order_now_pkey";

ALTER SEQUENCE IF EXISTS "Order_id_seq" RENAME TO "Order_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Order_now_id_now_seq" RENAME TO "Order_id_seq";

ALTER INDEX "Order_now_pkey" RENAME TO "Order_pkey";

ALTER TABLE "Order_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Order_now" RENAME TO "Order";

-- ======== 7 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "OrderLine" RENAME TO "OrderLine_now";

ALTER TABLE "OrderLine_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "OrderLine_now" RENAME COLUMN "orderId" TO "orderId_now";

ALTER TABLE "OrderLine_now" RENAME CONSTRAINT "OrderLine_orderId_fkey" TO "OrderLine_now_orderId_now_fkey";

ALTER INDEX "OrderLine_pkey" RENAME TO "OrderLine_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "OrderLine_now_pkey" RENAME TO "OrderLine_pkey";

ALTER TABLE "OrderLine_now" RENAME CONSTRAINT "OrderLine_now_orderId_now_fkey" TO "OrderLine_orderId_fkey";

ALTER TABLE "OrderLine_now" RENAME COLUMN "orderId_now" TO "orderId";

ALTER TABLE "OrderLine_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "OrderLine_now" RENAME TO "OrderLine";

-- ======== 8 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Order_now"."street" holds.

ALTER TABLE "Order_now" DROP COLUMN "street";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Order_now"."street" holds.

-- Rows get '' in "street", because it is required again.
ALTER TABLE "Order_now" ADD COLUMN "street" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Order_now" ALTER COLUMN "street" DROP DEFAULT;

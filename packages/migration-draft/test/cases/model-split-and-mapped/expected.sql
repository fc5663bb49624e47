-- create table, add column, create index, add foreign key, rename table, rename columns and keys, drop column, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- schemactl: ignore prefer-identity because it is what Prisma's autoincrement() makes
CREATE TABLE "Address_now" (
    "id_now" SERIAL NOT NULL,
    "street_now" TEXT NOT NULL,
    "city_now" TEXT NOT NULL,
    "zip_now" TEXT,

    CONSTRAINT "Address_now_pkey" PRIMARY KEY ("id_now")
);

ALTER TABLE "Customer" ADD COLUMN "addressId_now" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses every row of "Address_now".
-- Loses what "Customer"."addressId_now" holds.

ALTER TABLE "Customer" DROP COLUMN "addressId_now";

DROP TABLE "Address_now";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on the rows that others refer to, where the migration says TODO.
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- TODO: decide on the rows of "Address_now" that rows of "Customer" refer to.
-- What stands here only lets the migration be tried.
INSERT INTO "Address_now" ("id_now", "street_now", "city_now", "zip_now") SELECT "Customer"."id", "Customer"."street", "Customer"."city", "Customer"."zip" FROM "Customer" WHERE NOT EXISTS (SELECT FROM "Address_now" WHERE "Address_now"."id_now" = coalesce("Customer"."addressId_now", "Customer"."id"));

-- Goes on behind the numbers that are there.
SELECT setval('"Address_now_id_now_seq"', greatest(coalesce(max("id_now"), 1), 1), coalesce(max("id_now") > 0, false)) FROM "Address_now";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft fill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Customer" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Customer" SET "addressId_now" = "Customer"."id" WHERE "Customer"."id" >= {from} AND "Customer"."id" <= {to} AND "Customer"."addressId_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft indexes: rollback instant
-- note: Customer_now_addressId_now_key cannot be built while rows of "Customer" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Customer_now_addressId_now_key" ON "Customer"("addressId_now");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Customer_now_addressId_now_key";

-- ======== 5 migrationDraft constrain: rollback instant
-- note: Customer_now_addressId_now_fkey cannot be validated while rows of "Customer" refer to nothing.
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Customer" ADD CONSTRAINT "Customer_addressId_now_not_null_check" CHECK ("addressId_now" IS NOT NULL) NOT VALID;

ALTER TABLE "Customer" ADD CONSTRAINT "Customer_now_addressId_now_fkey" FOREIGN KEY ("addressId_now") REFERENCES "Address_now"("id_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Customer" DROP CONSTRAINT "Customer_now_addressId_now_fkey";

ALTER TABLE "Customer" DROP CONSTRAINT IF EXISTS "Customer_addressId_now_not_null_check";

-- ======== 6 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- For what was written before the foreign key was there.
INSERT INTO "Address_now" ("id_now", "street_now", "city_now", "zip_now") SELECT "Customer"."id", "Customer"."street", "Customer"."city", "Customer"."zip" FROM "Customer" WHERE NOT EXISTS (SELECT FROM "Address_now" WHERE "Address_now"."id_now" = coalesce("Customer"."addressId_now", "Customer"."id"));

SELECT setval('"Address_now_id_now_seq"', greatest(coalesce(max("id_now"), 1), 1), coalesce(max("id_now") > 0, false)) FROM "Address_now";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 7 migrationDraft refill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Customer" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Customer" SET "addressId_now" = "Customer"."id" WHERE "Customer"."id" >= {from} AND "Customer"."id" <= {to} AND "Customer"."addressId_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 8 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Customer" VALIDATE CONSTRAINT "Customer_addressId_now_not_null_check";

ALTER TABLE "Customer" VALIDATE CONSTRAINT "Customer_now_addressId_now_fkey";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Customer" ALTER COLUMN "addressId_now" SET NOT NULL;

ALTER TABLE "Customer" DROP CONSTRAINT "Customer_addressId_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Customer" ALTER COLUMN "addressId_now" DROP NOT NULL;

-- ======== 9 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Customer" RENAME TO "Customer_now";

ALTER TABLE "Customer_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Customer_now" RENAME COLUMN "name" TO "name_now";

ALTER INDEX "Customer_pkey" RENAME TO "Customer_now_pkey";

ALTER SEQUENCE IF EXISTS "Customer_id_seq" RENAME TO "Customer_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Customer_now_id_now_seq" RENAME TO "Customer_id_seq";

ALTER INDEX "Customer_now_pkey" RENAME TO "Customer_pkey";

ALTER TABLE "Customer_now" RENAME COLUMN "name_now" TO "name";

ALTER TABLE "Customer_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Customer_now" RENAME TO "Customer";

-- ======== 10 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Customer_now"."street" holds.
-- Loses what "Customer_now"."city" holds.
-- Loses what "Customer_now"."zip" holds.

ALTER TABLE "Customer_now"
  DROP COLUMN "street",
  DROP COLUMN "city",
  DROP COLUMN "zip";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Customer_now"."street" holds.
-- Does not bring back what "Customer_now"."city" holds.
-- Does not bring back what "Customer_now"."zip" holds.

-- Rows get '' in "city", because it is required again.
ALTER TABLE "Customer_now"
  ADD COLUMN "zip" TEXT,
  ADD COLUMN "city" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Customer_now" ALTER COLUMN "city" DROP DEFAULT;

-- Rows get '' in "street", because it is required again.
ALTER TABLE "Customer_now" ADD COLUMN "street" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Customer_now" ALTER COLUMN "street" DROP DEFAULT;

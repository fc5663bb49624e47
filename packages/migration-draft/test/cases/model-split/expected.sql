-- create table, add column, create index, add foreign key, drop column, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- schemactl: ignore prefer-identity because it is what Prisma's autoincrement() makes
CREATE TABLE "Address" (
    "id" SERIAL NOT NULL,
    "street" TEXT NOT NULL,
    "city" TEXT NOT NULL,
    "zip" TEXT,

    CONSTRAINT "Address_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "Customer" ADD COLUMN "addressId" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses every row of "Address".
-- Loses what "Customer"."addressId" holds.

ALTER TABLE "Customer" DROP COLUMN "addressId";

DROP TABLE "Address";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on the rows that others refer to, where the migration says TODO.
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- TODO: decide on the rows of "Address" that rows of "Customer" refer to.
-- What stands here only lets the migration be tried.
INSERT INTO "Address" ("id", "street", "city", "zip") SELECT "Customer"."id", "Customer"."street", "Customer"."city", "Customer"."zip" FROM "Customer" WHERE NOT EXISTS (SELECT FROM "Address" WHERE "Address"."id" = coalesce("Customer"."addressId", "Customer"."id"));

-- Goes on behind the numbers that are there.
SELECT setval('"Address_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Address";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft fill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Customer" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Customer" SET "addressId" = "Customer"."id" WHERE "Customer"."id" >= {from} AND "Customer"."id" <= {to} AND "Customer"."addressId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft indexes: rollback instant
-- note: Customer_addressId_key cannot be built while rows of "Customer" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Customer_addressId_key" ON "Customer"("addressId");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Customer_addressId_key";

-- ======== 5 migrationDraft constrain: rollback instant
-- note: Customer_addressId_fkey cannot be validated while rows of "Customer" refer to nothing.
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Customer" ADD CONSTRAINT "Customer_addressId_not_null_check" CHECK ("addressId" IS NOT NULL) NOT VALID;

ALTER TABLE "Customer" ADD CONSTRAINT "Customer_addressId_fkey" FOREIGN KEY ("addressId") REFERENCES "Address"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Customer" DROP CONSTRAINT "Customer_addressId_fkey";

ALTER TABLE "Customer" DROP CONSTRAINT IF EXISTS "Customer_addressId_not_null_check";

-- ======== 6 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- For what was written before the foreign key was there.
INSERT INTO "Address" ("id", "street", "city", "zip") SELECT "Customer"."id", "Customer"."street", "Customer"."city", "Customer"."zip" FROM "Customer" WHERE NOT EXISTS (SELECT FROM "Address" WHERE "Address"."id" = coalesce("Customer"."addressId", "Customer"."id"));

SELECT setval('"Address_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Address";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 7 migrationDraft refill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Customer" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Customer" SET "addressId" = "Customer"."id" WHERE "Customer"."id" >= {from} AND "Customer"."id" <= {to} AND "Customer"."addressId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 8 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Customer" VALIDATE CONSTRAINT "Customer_addressId_not_null_check";

ALTER TABLE "Customer" VALIDATE CONSTRAINT "Customer_addressId_fkey";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Customer" ALTER COLUMN "addressId" SET NOT NULL;

ALTER TABLE "Customer" DROP CONSTRAINT "Customer_addressId_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Customer" ALTER COLUMN "addressId" DROP NOT NULL;

-- ======== 9 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Customer"."street" holds.
-- Loses what "Customer"."city" holds.
-- Loses what "Customer"."zip" holds.

ALTER TABLE "Customer"
  DROP COLUMN "street",
  DROP COLUMN "city",
  DROP COLUMN "zip";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Customer"."street" holds.
-- Does not bring back what "Customer"."city" holds.
-- Does not bring back what "Customer"."zip" holds.

-- Rows get '' in "city", because it is required again.
ALTER TABLE "Customer"
  ADD COLUMN "zip" TEXT,
  ADD COLUMN "city" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Customer" ALTER COLUMN "city" DROP DEFAULT;

-- Rows get '' in "street", because it is required again.
ALTER TABLE "Customer" ADD COLUMN "street" TEXT NOT NULL DEFAULT '';

ALTER TABLE "Customer" ALTER COLUMN "street" DROP DEFAULT;

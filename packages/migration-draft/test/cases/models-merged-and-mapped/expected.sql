-- add column, drop foreign key, rename table, rename columns and keys, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Customer" ADD COLUMN "bio_now" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Customer"."bio_now" holds.

ALTER TABLE "Customer" DROP COLUMN "bio_now";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Profile" DROP CONSTRAINT "Profile_customerId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Profile" refer to nothing.
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_2: rollback instant
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

-- ======== 4 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses every row of "Profile".

DROP TABLE "Profile";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back every row of "Profile".

CREATE TABLE "Profile" (
    "customerId" INTEGER NOT NULL,
    "bio" TEXT NOT NULL,

    CONSTRAINT "Profile_pkey" PRIMARY KEY ("customerId")
);

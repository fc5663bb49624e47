-- add column, drop foreign key, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Customer" ADD COLUMN "bio" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Customer"."bio" holds.

ALTER TABLE "Customer" DROP COLUMN "bio";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Profile" DROP CONSTRAINT "Profile_customerId_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Profile" refer to nothing.
ALTER TABLE "Profile" ADD CONSTRAINT "Profile_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft contract: rollback lossy
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

-- add column, add foreign key, drop foreign key, change primary key, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Loan" ADD COLUMN "readerUid" UUID;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Loan"."readerUid" holds.

ALTER TABLE "Loan" DROP COLUMN "readerUid";

-- ======== 2 migrationDraft fill: rollback instant
-- ---- up.sql
-- migrator: batches = "Loan" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Loan" SET "readerUid" = target."uid" FROM "Reader" AS target WHERE "Loan"."id" >= {from} AND "Loan"."id" <= {to} AND target."id" = "Loan"."readerId" AND "Loan"."readerUid" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerUid_not_null_check" CHECK ("readerUid" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Loan" DROP CONSTRAINT IF EXISTS "Loan_readerUid_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Loan" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Loan" SET "readerUid" = target."uid" FROM "Reader" AS target WHERE "Loan"."id" >= {from} AND "Loan"."id" <= {to} AND target."id" = "Loan"."readerId" AND "Loan"."readerUid" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Loan" VALIDATE CONSTRAINT "Loan_readerUid_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Loan" ALTER COLUMN "readerUid" SET NOT NULL;

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerUid_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Loan" ALTER COLUMN "readerUid" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerId_fkey";

ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_pkey",
  ADD CONSTRAINT "Reader_pkey" PRIMARY KEY USING INDEX "Reader_uid_key";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_pkey",
  ADD CONSTRAINT "Reader_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Reader_uid_key" ON "Reader"("uid");

-- Fails while rows of "Loan" refer to nothing.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 7 migrationDraft switched_keys: rollback instant
-- note: Loan_readerUid_fkey cannot be validated while rows of "Loan" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerUid_fkey" FOREIGN KEY ("readerUid") REFERENCES "Reader"("uid") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerUid_fkey";

-- ======== 8 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Loan" VALIDATE CONSTRAINT "Loan_readerUid_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 9 migrationDraft contract: rollback lossy
-- ---- up.sql
-- migrator: no-transaction
--
-- Last, because nothing brings back what is dropped.
-- Loses what "Loan"."readerId" holds.
-- Loses what "Reader"."id" holds.

ALTER TABLE "Loan" DROP COLUMN "readerId";

ALTER TABLE "Reader" DROP COLUMN "id";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Does not bring back what "Loan"."readerId" holds.
-- Does not bring back what "Reader"."id" holds.

ALTER TABLE "Reader" ADD COLUMN "id" SERIAL NOT NULL;

ALTER TABLE "Loan" ADD COLUMN "readerId" INTEGER;

-- Rows that have no value in "Loan"."readerId" get one, because it is required again.
UPDATE "Loan" SET "readerId" = target."id" FROM "Reader" AS target WHERE target."uid" = "Loan"."readerUid" AND "Loan"."readerId" IS NULL;

ALTER TABLE "Loan" ALTER COLUMN "readerId" SET NOT NULL;

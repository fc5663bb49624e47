-- add column, add foreign key, drop foreign key, change primary key, rename table, rename columns and keys, rename table, rename columns and keys, drop column, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Loan" ADD COLUMN "readerUid_now" UUID;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Loan"."readerUid_now" holds.

ALTER TABLE "Loan" DROP COLUMN "readerUid_now";

-- ======== 2 migrationDraft fill: rollback instant
-- ---- up.sql
-- migrator: batches = "Loan" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Loan" SET "readerUid_now" = target."uid" FROM "Reader" AS target WHERE "Loan"."id" >= {from} AND "Loan"."id" <= {to} AND target."id" = "Loan"."readerId" AND "Loan"."readerUid_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerUid_now_not_null_check" CHECK ("readerUid_now" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Loan" DROP CONSTRAINT IF EXISTS "Loan_readerUid_now_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Loan" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Loan" SET "readerUid_now" = target."uid" FROM "Reader" AS target WHERE "Loan"."id" >= {from} AND "Loan"."id" <= {to} AND target."id" = "Loan"."readerId" AND "Loan"."readerUid_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Loan" VALIDATE CONSTRAINT "Loan_readerUid_now_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Loan" ALTER COLUMN "readerUid_now" SET NOT NULL;

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerUid_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Loan" ALTER COLUMN "readerUid_now" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Loan" refer to nothing.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 7 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_pkey",
  ADD CONSTRAINT "Reader_now_pkey" PRIMARY KEY USING INDEX "Reader_uid_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_now_pkey",
  ADD CONSTRAINT "Reader_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Reader_uid_key" ON "Reader"("uid");

-- ======== 8 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Loan" RENAME TO "Loan_now";

ALTER TABLE "Loan_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Loan_pkey" RENAME TO "Loan_now_pkey";

ALTER SEQUENCE IF EXISTS "Loan_id_seq" RENAME TO "Loan_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Loan_now_id_now_seq" RENAME TO "Loan_id_seq";

ALTER INDEX "Loan_now_pkey" RENAME TO "Loan_pkey";

ALTER TABLE "Loan_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Loan_now" RENAME TO "Loan";

-- ======== 9 migrationDraft switch_4: rollback instant
-- ---- up.sql
ALTER TABLE "Reader" RENAME TO "Reader_now";

ALTER TABLE "Reader_now" RENAME COLUMN "email" TO "email_now";

ALTER TABLE "Reader_now" RENAME COLUMN "uid" TO "uid_now";

ALTER INDEX "Reader_email_key" RENAME TO "Reader_now_email_now_key";

ALTER SEQUENCE IF EXISTS "Reader_id_seq" RENAME TO "Reader_now_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Reader_now_id_seq" RENAME TO "Reader_id_seq";

ALTER INDEX "Reader_now_email_now_key" RENAME TO "Reader_email_key";

ALTER TABLE "Reader_now" RENAME COLUMN "uid_now" TO "uid";

ALTER TABLE "Reader_now" RENAME COLUMN "email_now" TO "email";

ALTER TABLE "Reader_now" RENAME TO "Reader";

-- ======== 10 migrationDraft switched_keys: rollback instant
-- note: Loan_now_readerUid_now_fkey cannot be validated while rows of "Loan_now" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Loan_now" ADD CONSTRAINT "Loan_now_readerUid_now_fkey" FOREIGN KEY ("readerUid_now") REFERENCES "Reader_now"("uid_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Loan_now" DROP CONSTRAINT "Loan_now_readerUid_now_fkey";

-- ======== 11 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Loan_now" VALIDATE CONSTRAINT "Loan_now_readerUid_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 12 migrationDraft contract: rollback lossy
-- ---- up.sql
-- migrator: no-transaction
--
-- Last, because nothing brings back what is dropped.
-- Loses what "Loan_now"."readerId" holds.
-- Loses what "Reader_now"."id" holds.

ALTER TABLE "Loan_now" DROP COLUMN "readerId";

ALTER TABLE "Reader_now" DROP COLUMN "id";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Does not bring back what "Loan_now"."readerId" holds.
-- Does not bring back what "Reader_now"."id" holds.

ALTER TABLE "Reader_now" ADD COLUMN "id" SERIAL NOT NULL;

ALTER TABLE "Loan_now" ADD COLUMN "readerId" INTEGER;

-- Rows that have no value in "Loan_now"."readerId" get one, because it is required again.
UPDATE "Loan_now" SET "readerId" = target."id" FROM "Reader_now" AS target WHERE target."uid_now" = "Loan_now"."readerUid_now" AND "Loan_now"."readerId" IS NULL;

ALTER TABLE "Loan_now" ALTER COLUMN "readerId" SET NOT NULL;

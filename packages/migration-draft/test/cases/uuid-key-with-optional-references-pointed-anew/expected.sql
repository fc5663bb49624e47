-- add column, create index, add foreign key, drop foreign key, change primary key, change default, drop column

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

-- ======== 3 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Loan" refer to nothing.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerId_fkey" FOREIGN KEY ("readerId") REFERENCES "Reader"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 4 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_pkey",
  ADD CONSTRAINT "Reader_pkey" PRIMARY KEY USING INDEX "Reader_uid_key",
  ALTER COLUMN "id" DROP DEFAULT;

DROP SEQUENCE IF EXISTS "Reader_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

CREATE SEQUENCE "Reader_id_seq" AS INTEGER;

ALTER SEQUENCE "Reader_id_seq" OWNED BY "Reader"."id";

ALTER TABLE "Reader" ALTER COLUMN "id" SET DEFAULT nextval('"Reader_id_seq"'::regclass);

-- Goes on behind the numbers that are there.
SELECT setval('"Reader_id_seq"', greatest(coalesce(max("id"), 1), 1), coalesce(max("id") > 0, false)) FROM "Reader";

ALTER TABLE "Reader"
  DROP CONSTRAINT "Reader_pkey",
  ADD CONSTRAINT "Reader_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Reader_uid_key" ON "Reader"("uid");

-- ======== 5 migrationDraft switched_indexes: rollback instant
-- note: Reader_id_key cannot be built while rows of "Reader" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Reader_id_key" ON "Reader"("id");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Reader_id_key";

-- ======== 6 migrationDraft switched_keys: rollback instant
-- note: Loan_readerUid_fkey cannot be validated while rows of "Loan" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Loan" ADD CONSTRAINT "Loan_readerUid_fkey" FOREIGN KEY ("readerUid") REFERENCES "Reader"("uid") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Loan" DROP CONSTRAINT "Loan_readerUid_fkey";

-- ======== 7 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Loan" VALIDATE CONSTRAINT "Loan_readerUid_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 8 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Loan"."readerId" holds.

ALTER TABLE "Loan" DROP COLUMN "readerId";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Loan"."readerId" holds.

ALTER TABLE "Loan" ADD COLUMN "readerId" INTEGER;

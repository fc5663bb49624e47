-- add column, create index, change primary key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Vote" ADD COLUMN "id" INTEGER;

CREATE SEQUENCE "Vote_id_seq" AS INTEGER;

ALTER SEQUENCE "Vote_id_seq" OWNED BY "Vote"."id";

ALTER TABLE "Vote" ALTER COLUMN "id" SET DEFAULT nextval('"Vote_id_seq"'::regclass);

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Vote"."id" holds.

ALTER TABLE "Vote" DROP COLUMN "id";

-- ======== 2 migrationDraft fill: rollback instant
-- ---- up.sql
-- migrator: batches = "Vote" by "voter", "poll"
-- migrator: lock-timeout = 400ms

UPDATE "Vote" SET "id" = nextval('"Vote_id_seq"'::regclass) WHERE ("Vote"."voter", "Vote"."poll") >= ({from}) AND ("Vote"."voter", "Vote"."poll") <= ({to}) AND "Vote"."id" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Vote_pkey cannot be built while rows of "Vote" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Vote_pkey_new" ON "Vote"("id");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY IF EXISTS "Vote_pkey_new";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_id_not_null_check" CHECK ("id" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Vote" DROP CONSTRAINT IF EXISTS "Vote_id_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Vote" by "voter", "poll"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Vote" SET "id" = nextval('"Vote_id_seq"'::regclass) WHERE ("Vote"."voter", "Vote"."poll") >= ({from}) AND ("Vote"."voter", "Vote"."poll") <= ({to}) AND "Vote"."id" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Vote" VALIDATE CONSTRAINT "Vote_id_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Vote" ALTER COLUMN "id" SET NOT NULL;

ALTER TABLE "Vote" DROP CONSTRAINT "Vote_id_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Vote" ALTER COLUMN "id" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Vote"
  DROP CONSTRAINT "Vote_pkey",
  ADD CONSTRAINT "Vote_pkey" PRIMARY KEY USING INDEX "Vote_pkey_new";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Vote"
  DROP CONSTRAINT "Vote_pkey",
  ADD CONSTRAINT "Vote_pkey" PRIMARY KEY ("voter", "poll");

-- ======== 8 migrationDraft switched_indexes: rollback instant
-- note: Vote_voter_poll_key cannot be built while rows of "Vote" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Vote_voter_poll_key" ON "Vote"("voter", "poll");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Vote_voter_poll_key";

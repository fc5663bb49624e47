-- add column, add foreign key, drop foreign key, change primary key, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Stop"
  ADD COLUMN "day_now" INTEGER,
  ALTER COLUMN "day_now" SET DEFAULT 1;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Stop"."day_now" holds.

ALTER TABLE "Stop" DROP COLUMN "day_now";

-- ======== 2 migrationDraft fill: rollback instant
-- ---- up.sql
-- migrator: batches = "Stop" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Stop" SET "day_now" = target."day" FROM "Route" AS target WHERE "Stop"."id" >= {from} AND "Stop"."id" <= {to} AND target."from" = "Stop"."from" AND target."to" = "Stop"."to" AND "Stop"."day_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Route_now_pkey cannot be built while rows of "Route" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Route_now_pkey_new" ON "Route"("from", "to", "day");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY IF EXISTS "Route_now_pkey_new";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Stop" ADD CONSTRAINT "Stop_day_now_not_null_check" CHECK ("day_now" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Stop" DROP CONSTRAINT IF EXISTS "Stop_day_now_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Stop" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Stop" SET "day_now" = target."day" FROM "Route" AS target WHERE "Stop"."id" >= {from} AND "Stop"."id" <= {to} AND target."from" = "Stop"."from" AND target."to" = "Stop"."to" AND "Stop"."day_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Stop" VALIDATE CONSTRAINT "Stop_day_now_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Stop" ALTER COLUMN "day_now" SET NOT NULL;

ALTER TABLE "Stop" DROP CONSTRAINT "Stop_day_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Stop" ALTER COLUMN "day_now" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Stop" DROP CONSTRAINT "Stop_from_to_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Stop" refer to nothing.
ALTER TABLE "Stop" ADD CONSTRAINT "Stop_from_to_fkey" FOREIGN KEY ("from", "to") REFERENCES "Route"("from", "to") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 8 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Route"
  DROP CONSTRAINT "Route_pkey",
  ADD CONSTRAINT "Route_now_pkey" PRIMARY KEY USING INDEX "Route_now_pkey_new";

ALTER TABLE "Route" RENAME TO "Route_now";

ALTER TABLE "Route_now" RENAME COLUMN "from" TO "from_now";

ALTER TABLE "Route_now" RENAME COLUMN "to" TO "to_now";

ALTER TABLE "Route_now" RENAME COLUMN "day" TO "day_now";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Route_now" RENAME COLUMN "day_now" TO "day";

ALTER TABLE "Route_now" RENAME COLUMN "to_now" TO "to";

ALTER TABLE "Route_now" RENAME COLUMN "from_now" TO "from";

ALTER TABLE "Route_now" RENAME TO "Route";

ALTER TABLE "Route"
  DROP CONSTRAINT "Route_now_pkey",
  ADD CONSTRAINT "Route_pkey" PRIMARY KEY ("from", "to");

-- ======== 9 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Stop" RENAME TO "Stop_now";

ALTER TABLE "Stop_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Stop_now" RENAME COLUMN "from" TO "from_now";

ALTER TABLE "Stop_now" RENAME COLUMN "to" TO "to_now";

ALTER INDEX "Stop_pkey" RENAME TO "Stop_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Stop_now_pkey" RENAME TO "Stop_pkey";

ALTER TABLE "Stop_now" RENAME COLUMN "to_now" TO "to";

ALTER TABLE "Stop_now" RENAME COLUMN "from_now" TO "from";

ALTER TABLE "Stop_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Stop_now" RENAME TO "Stop";

-- ======== 10 migrationDraft switched_keys: rollback instant
-- note: Stop_now_from_now_to_now_day_now_fkey cannot be validated while rows of "Stop_now" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Stop_now" ADD CONSTRAINT "Stop_now_from_now_to_now_day_now_fkey" FOREIGN KEY ("from_now", "to_now", "day_now") REFERENCES "Route_now"("from_now", "to_now", "day_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Stop_now" DROP CONSTRAINT "Stop_now_from_now_to_now_day_now_fkey";

-- ======== 11 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Stop_now" VALIDATE CONSTRAINT "Stop_now_from_now_to_now_day_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

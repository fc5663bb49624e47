-- add column, add foreign key, drop foreign key, change primary key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Stop"
  ADD COLUMN "day" INTEGER,
  ALTER COLUMN "day" SET DEFAULT 1;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Stop"."day" holds.

ALTER TABLE "Stop" DROP COLUMN "day";

-- ======== 2 migrationDraft fill: rollback instant
-- ---- up.sql
-- migrator: batches = "Stop" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Stop" SET "day" = target."day" FROM "Route" AS target WHERE "Stop"."id" >= {from} AND "Stop"."id" <= {to} AND target."from" = "Stop"."from" AND target."to" = "Stop"."to" AND "Stop"."day" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Route_pkey cannot be built while rows of "Route" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Route_pkey_new" ON "Route"("from", "to", "day");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY IF EXISTS "Route_pkey_new";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Stop" ADD CONSTRAINT "Stop_day_not_null_check" CHECK ("day" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Stop" DROP CONSTRAINT IF EXISTS "Stop_day_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Stop" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Stop" SET "day" = target."day" FROM "Route" AS target WHERE "Stop"."id" >= {from} AND "Stop"."id" <= {to} AND target."from" = "Stop"."from" AND target."to" = "Stop"."to" AND "Stop"."day" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Stop" VALIDATE CONSTRAINT "Stop_day_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Stop" ALTER COLUMN "day" SET NOT NULL;

ALTER TABLE "Stop" DROP CONSTRAINT "Stop_day_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Stop" ALTER COLUMN "day" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Stop" DROP CONSTRAINT "Stop_from_to_fkey";

ALTER TABLE "Route"
  DROP CONSTRAINT "Route_pkey",
  ADD CONSTRAINT "Route_pkey" PRIMARY KEY USING INDEX "Route_pkey_new";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Route"
  DROP CONSTRAINT "Route_pkey",
  ADD CONSTRAINT "Route_pkey" PRIMARY KEY ("from", "to");

-- Fails while rows of "Stop" refer to nothing.
ALTER TABLE "Stop" ADD CONSTRAINT "Stop_from_to_fkey" FOREIGN KEY ("from", "to") REFERENCES "Route"("from", "to") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 8 migrationDraft switched_keys: rollback instant
-- note: Stop_from_to_day_fkey cannot be validated while rows of "Stop" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Stop" ADD CONSTRAINT "Stop_from_to_day_fkey" FOREIGN KEY ("from", "to", "day") REFERENCES "Route"("from", "to", "day") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Stop" DROP CONSTRAINT "Stop_from_to_day_fkey";

-- ======== 9 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Stop" VALIDATE CONSTRAINT "Stop_from_to_day_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

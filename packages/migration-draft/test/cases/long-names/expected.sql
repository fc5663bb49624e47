-- add column, set not null, create index, create index, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry" ADD COLUMN "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" holds.

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry" DROP COLUMN "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" is new and has no default, where the migration says TODO.
-- note: Decide on a value for rows that have no value in "WarehouseInventoryReplenishmentScheduleDetailEntry"."note", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "WarehouseInventoryReplenishmentScheduleDetailEntry" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "WarehouseInventoryReplenishmentScheduleDetailEntry" SET "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" = '' WHERE "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" >= {from} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" <= {to} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" IS NULL;

-- TODO: decide on a value for rows that have no value in "WarehouseInventoryReplenishmentScheduleDetailEntry"."note".
-- What stands here only lets the migration be tried.
UPDATE "WarehouseInventoryReplenishmentScheduleDetailEntry" SET "note" = '' WHERE "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" >= {from} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" <= {to} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."note" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: WarehouseInventoryReplenishmentScheduleDetailRecord_repleni_key cannot be built while rows of "WarehouseInventoryReplenishmentScheduleDetailEntry" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailRecord_repleni_key" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("replenishmentScheduleIdentifier", "inventoryClassificationReasonCode");

CREATE INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailRecord_invento_idx" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("inventoryClassificationReasonCode", "replenishmentScheduleIdentifier");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailRecord_invento_idx";

DROP INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailRecord_repleni_key";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry"
  ADD CONSTRAINT "WarehouseInventoryReplenishmentSchedule_6ce40f18_not_null_check" CHECK ("remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "WarehouseInventoryReplenishmentSchedule_a5cfe452_not_null_check" CHECK ("note" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry"
  DROP CONSTRAINT IF EXISTS "WarehouseInventoryReplenishmentSchedule_a5cfe452_not_null_check",
  DROP CONSTRAINT IF EXISTS "WarehouseInventoryReplenishmentSchedule_6ce40f18_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "WarehouseInventoryReplenishmentScheduleDetailEntry" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" is new and has no default.
-- It is that of the fill before.
UPDATE "WarehouseInventoryReplenishmentScheduleDetailEntry" SET "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" = '' WHERE "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" >= {from} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" <= {to} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "WarehouseInventoryReplenishmentScheduleDetailEntry"."note".
-- It is that of the fill before.
UPDATE "WarehouseInventoryReplenishmentScheduleDetailEntry" SET "note" = '' WHERE "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" >= {from} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."id" <= {to} AND "WarehouseInventoryReplenishmentScheduleDetailEntry"."note" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry" VALIDATE CONSTRAINT "WarehouseInventoryReplenishmentSchedule_6ce40f18_not_null_check";

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry" VALIDATE CONSTRAINT "WarehouseInventoryReplenishmentSchedule_a5cfe452_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry"
  ALTER COLUMN "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" SET NOT NULL,
  ALTER COLUMN "note" SET NOT NULL;

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry"
  DROP CONSTRAINT "WarehouseInventoryReplenishmentSchedule_6ce40f18_not_null_check",
  DROP CONSTRAINT "WarehouseInventoryReplenishmentSchedule_a5cfe452_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry"
  ALTER COLUMN "note" DROP NOT NULL,
  ALTER COLUMN "remarkWithAVeryLongNameIndeedWhichIsLongerThanThoseOfTheOthers" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailEntry" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailRecord";

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_pkey" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailRecord_pkey";

ALTER SEQUENCE IF EXISTS "WarehouseInventoryReplenishmentScheduleDetailEntry_id_seq" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailRecord_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "WarehouseInventoryReplenishmentScheduleDetailRecord_id_seq" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_id_seq";

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailRecord_pkey" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_pkey";

ALTER TABLE "WarehouseInventoryReplenishmentScheduleDetailRecord" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry";

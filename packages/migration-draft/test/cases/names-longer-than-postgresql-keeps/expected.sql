-- add column, add foreign key, drop foreign key, change type, change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" ADD COLUMN "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" holds.

ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" DROP COLUMN "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" SET "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" = '' WHERE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."id" >= {from} AND "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."id" <= {to} AND "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" ADD CONSTRAINT "ItemOfTheReplenishmentOfTheInventoryOfA_223fa80e_not_null_check" CHECK ("theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" DROP CONSTRAINT IF EXISTS "ItemOfTheReplenishmentOfTheInventoryOfA_223fa80e_not_null_check";

-- ======== 4 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" is new and has no default.
-- It is that of the fill before.
UPDATE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" SET "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" = '' WHERE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."id" >= {from} AND "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."id" <= {to} AND "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse"."theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 5 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" VALIDATE CONSTRAINT "ItemOfTheReplenishmentOfTheInventoryOfA_223fa80e_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" ALTER COLUMN "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" SET NOT NULL;

ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" DROP CONSTRAINT "ItemOfTheReplenishmentOfTheInventoryOfA_223fa80e_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "ItemOfTheReplenishmentOfTheInventoryOfAWarehouse" ALTER COLUMN "theReasonForWhichTheReplenishmentWasAskedForInTheSecondHalfOfTh" DROP NOT NULL;

-- ======== 6 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" DROP CONSTRAINT "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" refer to nothing.
ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" ADD CONSTRAINT "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey" FOREIGN KEY ("B") REFERENCES "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 7 migrationDraft switch_2: rollback lossy
-- note: "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"
  ALTER COLUMN "id" TYPE BIGINT,
  ALTER COLUMN "theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" TYPE BIGINT;

ALTER SEQUENCE "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHal_id_seq" AS BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"."id" that INTEGER has no room for, and values of "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"."theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" that INTEGER has no room for.

-- Loses values of "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"."id" that INTEGER has no room for.
-- Loses values of "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"."theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" that INTEGER has no room for.
ALTER TABLE "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"
  ALTER COLUMN "id" TYPE INTEGER USING CASE WHEN "id" BETWEEN -2147483648 AND 2147483647 THEN "id"::INTEGER WHEN "id" IS NOT NULL THEN hashtext("id"::TEXT) END,
  ALTER COLUMN "theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" TYPE INTEGER USING CASE WHEN "theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" BETWEEN -2147483648 AND 2147483647 THEN "theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee"::INTEGER WHEN "theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee" IS NOT NULL THEN hashtext("theIdentifierOfTheReplenishmentThatWasAskedForByTheWarehouseKee"::TEXT) END;

ALTER SEQUENCE "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHal_id_seq" AS INTEGER;

-- ======== 8 migrationDraft switch_3: rollback lossy
-- note: "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" ALTER COLUMN "B" TYPE BIGINT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish"."B" that INTEGER has no room for.

-- Loses values of "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish"."B" that INTEGER has no room for.
ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" ALTER COLUMN "B" TYPE INTEGER USING CASE WHEN "B" BETWEEN -2147483648 AND 2147483647 THEN "B"::INTEGER WHEN "B" IS NOT NULL THEN hashtext("B"::TEXT) END;

-- ======== 9 migrationDraft switched_keys: rollback instant
-- note: _ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey cannot be validated while rows of "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" ADD CONSTRAINT "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey" FOREIGN KEY ("B") REFERENCES "TheReplenishmentOfTheInventoryOfAWarehouseInTheSecondHalfOfAYea"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" DROP CONSTRAINT "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey";

-- ======== 10 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheReplenish" VALIDATE CONSTRAINT "_ItemOfTheReplenishmentOfTheInventoryOfAWarehouseToTheRe_B_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

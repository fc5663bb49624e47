-- create index, create index, drop index, drop index, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- note: WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_key cannot be built while rows of "WarehouseInventoryReplenishmentScheduleDetailEntry" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailEntry_93e14a0e_new" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("replenishmentScheduleIdentifierOfTheYearBefore", "code");

CREATE INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailEntry_a45686cb_new" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("replenishmentScheduleIdentifierOfTheYearBefore");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailEntry_a45686cb_new";

DROP INDEX CONCURRENTLY "WarehouseInventoryReplenishmentScheduleDetailEntry_93e14a0e_new";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
DROP INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_key";

DROP INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_idx";

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_93e14a0e_new" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_key";

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_a45686cb_new" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_idx";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_idx" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_a45686cb_new";

ALTER INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_key" RENAME TO "WarehouseInventoryReplenishmentScheduleDetailEntry_93e14a0e_new";

CREATE INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_idx" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("replenishmentScheduleIdentifier");

CREATE UNIQUE INDEX "WarehouseInventoryReplenishmentScheduleDetailEntry_replenis_key" ON "WarehouseInventoryReplenishmentScheduleDetailEntry"("replenishmentScheduleIdentifier", "code");

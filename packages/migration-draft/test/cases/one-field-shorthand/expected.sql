-- create index, create index

-- ======== 1 migrationDraft (the change): rollback instant
-- note: Item_title_key cannot be built while rows of "Item" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Item_title_key" ON "Item"("title");

CREATE INDEX CONCURRENTLY "Item_shopNumber_idx" ON "Item"("shopNumber");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Item_shopNumber_idx";

DROP INDEX CONCURRENTLY "Item_title_key";

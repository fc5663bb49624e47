-- create index

-- ======== 1 migrationDraft (the change): rollback instant
-- note: Pet_ownerId_key cannot be built while rows of "Pet" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Pet_ownerId_key" ON "Pet"("ownerId");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Pet_ownerId_key";

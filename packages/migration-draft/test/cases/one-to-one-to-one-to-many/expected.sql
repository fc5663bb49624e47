-- drop index

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction

DROP INDEX CONCURRENTLY "Pet_ownerId_key";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

CREATE UNIQUE INDEX CONCURRENTLY "Pet_ownerId_key" ON "Pet"("ownerId");

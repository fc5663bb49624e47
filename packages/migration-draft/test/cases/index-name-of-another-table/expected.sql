-- create table, create index, drop index, rename columns and keys, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
CREATE TABLE "Road" (
    "id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Road_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Road_by_name" ON "Road"("name");

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses every row of "Road".

DROP TABLE "Road";

-- ======== 2 migrationDraft indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE INDEX CONCURRENTLY "by_name_new" ON "Place"("name");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "by_name_new";

-- ======== 3 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction

DROP INDEX "by_town";

ALTER INDEX "by_name" RENAME TO "by_town";

ALTER INDEX "by_name_new" RENAME TO "by_name";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER INDEX "by_name" RENAME TO "by_name_new";

ALTER INDEX "by_town" RENAME TO "by_name";

CREATE INDEX "by_town" ON "Person"("town");

-- create index, change primary key

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Page" DROP CONSTRAINT "Page_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Page" ADD CONSTRAINT "Page_pkey" PRIMARY KEY ("slug");

-- ======== 2 migrationDraft switched_indexes: rollback instant
-- note: Page_slug_key cannot be built while rows of "Page" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Page_slug_key" ON "Page"("slug");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Page_slug_key";

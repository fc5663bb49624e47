-- create index, change primary key, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Page" DROP CONSTRAINT "Page_pkey";

ALTER TABLE "Page" RENAME TO "Page_now";

ALTER TABLE "Page_now" RENAME COLUMN "slug" TO "slug_now";

ALTER TABLE "Page_now" RENAME COLUMN "title" TO "title_now";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Page_now" RENAME COLUMN "title_now" TO "title";

ALTER TABLE "Page_now" RENAME COLUMN "slug_now" TO "slug";

ALTER TABLE "Page_now" RENAME TO "Page";

ALTER TABLE "Page" ADD CONSTRAINT "Page_pkey" PRIMARY KEY ("slug");

-- ======== 2 migrationDraft switched_indexes: rollback instant
-- note: Page_now_slug_now_key cannot be built while rows of "Page_now" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE UNIQUE INDEX CONCURRENTLY "Page_now_slug_now_key" ON "Page_now"("slug_now");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Page_now_slug_now_key";

-- change primary key

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Page" ADD CONSTRAINT "Page_pkey" PRIMARY KEY USING INDEX "Page_slug_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Page" DROP CONSTRAINT "Page_pkey";

CREATE UNIQUE INDEX "Page_slug_key" ON "Page"("slug");

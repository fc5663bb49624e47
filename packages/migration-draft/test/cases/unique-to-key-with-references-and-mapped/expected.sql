-- add foreign key, drop foreign key, change primary key, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Link" DROP CONSTRAINT "Link_pageSlug_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Link" refer to nothing.
ALTER TABLE "Link" ADD CONSTRAINT "Link_pageSlug_fkey" FOREIGN KEY ("pageSlug") REFERENCES "Page"("slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Page"
  DROP CONSTRAINT "Page_pkey",
  ADD CONSTRAINT "Page_now_pkey" PRIMARY KEY USING INDEX "Page_slug_key";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Page"
  DROP CONSTRAINT "Page_now_pkey",
  ADD CONSTRAINT "Page_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Page_slug_key" ON "Page"("slug");

-- ======== 3 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Link" RENAME TO "Link_now";

ALTER TABLE "Link_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Link_now" RENAME COLUMN "pageSlug" TO "pageSlug_now";

ALTER INDEX "Link_pkey" RENAME TO "Link_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Link_now_pkey" RENAME TO "Link_pkey";

ALTER TABLE "Link_now" RENAME COLUMN "pageSlug_now" TO "pageSlug";

ALTER TABLE "Link_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Link_now" RENAME TO "Link";

-- ======== 4 migrationDraft switch_4: rollback instant
-- ---- up.sql
ALTER TABLE "Page" RENAME TO "Page_now";

ALTER TABLE "Page_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Page_now" RENAME COLUMN "slug" TO "slug_now";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Page_now" RENAME COLUMN "slug_now" TO "slug";

ALTER TABLE "Page_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Page_now" RENAME TO "Page";

-- ======== 5 migrationDraft switched_keys: rollback instant
-- note: Link_now_pageSlug_now_fkey cannot be validated while rows of "Link_now" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Link_now" ADD CONSTRAINT "Link_now_pageSlug_now_fkey" FOREIGN KEY ("pageSlug_now") REFERENCES "Page_now"("slug_now") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Link_now" DROP CONSTRAINT "Link_now_pageSlug_now_fkey";

-- ======== 6 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Link_now" VALIDATE CONSTRAINT "Link_now_pageSlug_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

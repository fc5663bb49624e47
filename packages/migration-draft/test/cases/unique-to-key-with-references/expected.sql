-- add foreign key, drop foreign key, change primary key

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Link" DROP CONSTRAINT "Link_pageSlug_fkey";

ALTER TABLE "Page"
  DROP CONSTRAINT "Page_pkey",
  ADD CONSTRAINT "Page_pkey" PRIMARY KEY USING INDEX "Page_slug_key";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Page"
  DROP CONSTRAINT "Page_pkey",
  ADD CONSTRAINT "Page_pkey" PRIMARY KEY ("id");

CREATE UNIQUE INDEX "Page_slug_key" ON "Page"("slug");

-- Fails while rows of "Link" refer to nothing.
ALTER TABLE "Link" ADD CONSTRAINT "Link_pageSlug_fkey" FOREIGN KEY ("pageSlug") REFERENCES "Page"("slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 2 migrationDraft switched_keys: rollback instant
-- note: Link_pageSlug_fkey cannot be validated while rows of "Link" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Link" ADD CONSTRAINT "Link_pageSlug_fkey" FOREIGN KEY ("pageSlug") REFERENCES "Page"("slug") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Link" DROP CONSTRAINT "Link_pageSlug_fkey";

-- ======== 3 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Link" VALIDATE CONSTRAINT "Link_pageSlug_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

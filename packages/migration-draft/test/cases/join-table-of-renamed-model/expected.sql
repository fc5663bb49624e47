-- create index, change primary key, rename table, rename columns and keys, rename table, rename columns and keys, drop index

-- ======== 1 migrationDraft (the change): rollback instant
-- note: _TopicToZine_AB_pkey cannot be built while rows of "_ArticleToTopic" have the same values.
-- ---- up.sql
-- migrator: no-transaction

CREATE INDEX CONCURRENTLY "_TopicToZine_B_index" ON "_ArticleToTopic"("A");

CREATE UNIQUE INDEX CONCURRENTLY "_TopicToZine_AB_pkey_new" ON "_ArticleToTopic"("B", "A");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY IF EXISTS "_TopicToZine_AB_pkey_new";

DROP INDEX CONCURRENTLY "_TopicToZine_B_index";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "_ArticleToTopic"
  DROP CONSTRAINT "_ArticleToTopic_AB_pkey",
  ADD CONSTRAINT "_TopicToZine_AB_pkey" PRIMARY KEY USING INDEX "_TopicToZine_AB_pkey_new";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "_ArticleToTopic"
  DROP CONSTRAINT "_TopicToZine_AB_pkey",
  ADD CONSTRAINT "_ArticleToTopic_AB_pkey" PRIMARY KEY ("A", "B");

-- ======== 3 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Article" RENAME TO "Zine";

ALTER INDEX "Article_pkey" RENAME TO "Zine_pkey";

ALTER SEQUENCE IF EXISTS "Article_id_seq" RENAME TO "Zine_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Zine_id_seq" RENAME TO "Article_id_seq";

ALTER INDEX "Zine_pkey" RENAME TO "Article_pkey";

ALTER TABLE "Zine" RENAME TO "Article";

-- ======== 4 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "_ArticleToTopic" RENAME TO "_TopicToZine";

ALTER TABLE "_TopicToZine" RENAME COLUMN "A" TO "A__old";

ALTER TABLE "_TopicToZine" RENAME COLUMN "B" TO "A";

ALTER TABLE "_TopicToZine" RENAME COLUMN "A__old" TO "B";

ALTER TABLE "_TopicToZine" RENAME CONSTRAINT "_ArticleToTopic_B_fkey" TO "_TopicToZine_A_fkey";

ALTER TABLE "_TopicToZine" RENAME CONSTRAINT "_ArticleToTopic_A_fkey" TO "_TopicToZine_B_fkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "_TopicToZine" RENAME CONSTRAINT "_TopicToZine_B_fkey" TO "_ArticleToTopic_A_fkey";

ALTER TABLE "_TopicToZine" RENAME CONSTRAINT "_TopicToZine_A_fkey" TO "_ArticleToTopic_B_fkey";

ALTER TABLE "_TopicToZine" RENAME COLUMN "B" TO "A__old";

ALTER TABLE "_TopicToZine" RENAME COLUMN "A" TO "B";

ALTER TABLE "_TopicToZine" RENAME COLUMN "A__old" TO "A";

ALTER TABLE "_TopicToZine" RENAME TO "_ArticleToTopic";

-- ======== 5 migrationDraft drop_indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction

DROP INDEX CONCURRENTLY "_ArticleToTopic_B_index";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

CREATE INDEX CONCURRENTLY "_ArticleToTopic_B_index" ON "_TopicToZine"("A");

-- create table, add foreign key, add foreign key, drop foreign key, rename table, rename columns and keys, rename table, rename columns and keys, drop column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s

CREATE TABLE "_ArticleToTopic" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_ArticleToTopic_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE INDEX "_ArticleToTopic_B_index" ON "_ArticleToTopic"("B");

ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "_ArticleToTopic".

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

DROP TABLE "_ArticleToTopic";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Article" DROP CONSTRAINT "Article_topicId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Article" refer to nothing.
ALTER TABLE "Article" ADD CONSTRAINT "Article_topicId_fkey" FOREIGN KEY ("topicId") REFERENCES "Topic"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Article" RENAME TO "Article_now";

ALTER TABLE "Article_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Article_now" RENAME COLUMN "title" TO "title_now";

ALTER INDEX "Article_pkey" RENAME TO "Article_now_pkey";

ALTER SEQUENCE IF EXISTS "Article_id_seq" RENAME TO "Article_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Article_now_id_now_seq" RENAME TO "Article_id_seq";

ALTER INDEX "Article_now_pkey" RENAME TO "Article_pkey";

ALTER TABLE "Article_now" RENAME COLUMN "title_now" TO "title";

ALTER TABLE "Article_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Article_now" RENAME TO "Article";

-- ======== 4 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Topic" RENAME TO "Topic_now";

ALTER TABLE "Topic_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Topic_now" RENAME COLUMN "label" TO "label_now";

ALTER INDEX "Topic_pkey" RENAME TO "Topic_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Topic_now_pkey" RENAME TO "Topic_pkey";

ALTER TABLE "Topic_now" RENAME COLUMN "label_now" TO "label";

ALTER TABLE "Topic_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Topic_now" RENAME TO "Topic";

-- ======== 5 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Article_now"."topicId" holds.

ALTER TABLE "Article_now" DROP COLUMN "topicId";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Article_now"."topicId" holds.

ALTER TABLE "Article_now" ADD COLUMN "topicId" TEXT;

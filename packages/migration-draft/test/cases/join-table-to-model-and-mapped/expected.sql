-- create table, add foreign key, add foreign key, drop foreign key, drop foreign key, rename table, rename columns and keys, rename table, rename columns and keys, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s

CREATE TABLE "Mention_now" (
    "articleId_now" INTEGER NOT NULL,
    "topicId_now" TEXT NOT NULL,

    CONSTRAINT "Mention_now_pkey" PRIMARY KEY ("articleId_now","topicId_now")
);

ALTER TABLE "Mention_now" ADD CONSTRAINT "Mention_now_articleId_now_fkey" FOREIGN KEY ("articleId_now") REFERENCES "Article"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Mention_now" ADD CONSTRAINT "Mention_now_topicId_now_fkey" FOREIGN KEY ("topicId_now") REFERENCES "Topic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "Mention_now".

ALTER TABLE "Mention_now" DROP CONSTRAINT "Mention_now_topicId_now_fkey";

ALTER TABLE "Mention_now" DROP CONSTRAINT "Mention_now_articleId_now_fkey";

DROP TABLE "Mention_now";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 4 migrationDraft switch_3: rollback instant
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

-- ======== 5 migrationDraft switch_4: rollback instant
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

-- ======== 6 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses every row of "_ArticleToTopic".

DROP TABLE "_ArticleToTopic";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back every row of "_ArticleToTopic".

CREATE TABLE "_ArticleToTopic" (
    "A" INTEGER NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_ArticleToTopic_AB_pkey" PRIMARY KEY ("A","B")
);

CREATE INDEX "_ArticleToTopic_B_index" ON "_ArticleToTopic"("B");

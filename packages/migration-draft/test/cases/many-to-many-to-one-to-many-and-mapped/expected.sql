-- add column, add foreign key, drop foreign key, drop foreign key, rename table, rename columns and keys, rename table, rename columns and keys, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Article" ADD COLUMN "topicId_now" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Article"."topicId_now" holds.

ALTER TABLE "Article" DROP COLUMN "topicId_now";

-- ======== 2 migrationDraft constrain: rollback instant
-- note: Article_now_topicId_now_fkey cannot be validated while rows of "Article" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Article" ADD CONSTRAINT "Article_now_topicId_now_fkey" FOREIGN KEY ("topicId_now") REFERENCES "Topic"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Article" DROP CONSTRAINT "Article_now_topicId_now_fkey";

-- ======== 3 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Article" VALIDATE CONSTRAINT "Article_now_topicId_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 5 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 6 migrationDraft switch_3: rollback instant
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

-- ======== 7 migrationDraft switch_4: rollback instant
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

-- ======== 8 migrationDraft contract: rollback lossy
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

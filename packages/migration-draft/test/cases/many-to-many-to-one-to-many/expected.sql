-- add column, add foreign key, drop foreign key, drop foreign key, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Article" ADD COLUMN "topicId" TEXT;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Article"."topicId" holds.

ALTER TABLE "Article" DROP COLUMN "topicId";

-- ======== 2 migrationDraft constrain: rollback instant
-- note: Article_topicId_fkey cannot be validated while rows of "Article" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Article" ADD CONSTRAINT "Article_topicId_fkey" FOREIGN KEY ("topicId") REFERENCES "Topic"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Article" DROP CONSTRAINT "Article_topicId_fkey";

-- ======== 3 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Article" VALIDATE CONSTRAINT "Article_topicId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_A_fkey";

ALTER TABLE "_ArticleToTopic" DROP CONSTRAINT "_ArticleToTopic_B_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "_ArticleToTopic" refer to nothing.
ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_B_fkey" FOREIGN KEY ("B") REFERENCES "Topic"("id") ON DELETE CASCADE ON UPDATE CASCADE;

ALTER TABLE "_ArticleToTopic" ADD CONSTRAINT "_ArticleToTopic_A_fkey" FOREIGN KEY ("A") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- ======== 5 migrationDraft contract: rollback lossy
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

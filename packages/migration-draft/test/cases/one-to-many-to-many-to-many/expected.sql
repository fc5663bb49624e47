-- create table, add foreign key, add foreign key, drop foreign key, drop column

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
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Article" DROP CONSTRAINT "Article_topicId_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Fails while rows of "Article" refer to nothing.
ALTER TABLE "Article" ADD CONSTRAINT "Article_topicId_fkey" FOREIGN KEY ("topicId") REFERENCES "Topic"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 3 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses what "Article"."topicId" holds.

ALTER TABLE "Article" DROP COLUMN "topicId";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back what "Article"."topicId" holds.

ALTER TABLE "Article" ADD COLUMN "topicId" TEXT;

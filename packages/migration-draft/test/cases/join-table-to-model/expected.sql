-- create table, add foreign key, add foreign key, drop foreign key, drop foreign key, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s

CREATE TABLE "Mention" (
    "articleId" INTEGER NOT NULL,
    "topicId" TEXT NOT NULL,

    CONSTRAINT "Mention_pkey" PRIMARY KEY ("articleId","topicId")
);

ALTER TABLE "Mention" ADD CONSTRAINT "Mention_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "Mention" ADD CONSTRAINT "Mention_topicId_fkey" FOREIGN KEY ("topicId") REFERENCES "Topic"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "Mention".

ALTER TABLE "Mention" DROP CONSTRAINT "Mention_topicId_fkey";

ALTER TABLE "Mention" DROP CONSTRAINT "Mention_articleId_fkey";

DROP TABLE "Mention";

-- ======== 2 migrationDraft switch: rollback instant
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

-- ======== 3 migrationDraft contract: rollback lossy
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

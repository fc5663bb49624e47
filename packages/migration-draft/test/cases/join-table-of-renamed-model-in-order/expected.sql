-- rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Article" RENAME TO "Paper";

ALTER INDEX "Article_pkey" RENAME TO "Paper_pkey";

ALTER SEQUENCE IF EXISTS "Article_id_seq" RENAME TO "Paper_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Paper_id_seq" RENAME TO "Article_id_seq";

ALTER INDEX "Paper_pkey" RENAME TO "Article_pkey";

ALTER TABLE "Paper" RENAME TO "Article";

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "_ArticleToTopic" RENAME TO "_PaperToTopic";

ALTER TABLE "_PaperToTopic" RENAME CONSTRAINT "_ArticleToTopic_A_fkey" TO "_PaperToTopic_A_fkey";

ALTER TABLE "_PaperToTopic" RENAME CONSTRAINT "_ArticleToTopic_B_fkey" TO "_PaperToTopic_B_fkey";

ALTER INDEX "_ArticleToTopic_AB_pkey" RENAME TO "_PaperToTopic_AB_pkey";

ALTER INDEX "_ArticleToTopic_B_index" RENAME TO "_PaperToTopic_B_index";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "_PaperToTopic_B_index" RENAME TO "_ArticleToTopic_B_index";

ALTER INDEX "_PaperToTopic_AB_pkey" RENAME TO "_ArticleToTopic_AB_pkey";

ALTER TABLE "_PaperToTopic" RENAME CONSTRAINT "_PaperToTopic_B_fkey" TO "_ArticleToTopic_B_fkey";

ALTER TABLE "_PaperToTopic" RENAME CONSTRAINT "_PaperToTopic_A_fkey" TO "_ArticleToTopic_A_fkey";

ALTER TABLE "_PaperToTopic" RENAME TO "_ArticleToTopic";

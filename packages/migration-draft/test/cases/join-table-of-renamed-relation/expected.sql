-- rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "_about" RENAME TO "_subject";

ALTER TABLE "_subject" RENAME CONSTRAINT "_about_A_fkey" TO "_subject_A_fkey";

ALTER TABLE "_subject" RENAME CONSTRAINT "_about_B_fkey" TO "_subject_B_fkey";

ALTER INDEX "_about_AB_pkey" RENAME TO "_subject_AB_pkey";

ALTER INDEX "_about_B_index" RENAME TO "_subject_B_index";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "_subject_B_index" RENAME TO "_about_B_index";

ALTER INDEX "_subject_AB_pkey" RENAME TO "_about_AB_pkey";

ALTER TABLE "_subject" RENAME CONSTRAINT "_subject_B_fkey" TO "_about_B_fkey";

ALTER TABLE "_subject" RENAME CONSTRAINT "_subject_A_fkey" TO "_about_A_fkey";

ALTER TABLE "_subject" RENAME TO "_about";

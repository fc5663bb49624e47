-- rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER INDEX "Row_pkey" RENAME TO "row_key";

ALTER INDEX "Row_a_b_key" RENAME TO "row_ab";

ALTER INDEX "Row_b_key" RENAME TO "row_b";

ALTER INDEX "Row_a_idx" RENAME TO "row_a";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "row_a" RENAME TO "Row_a_idx";

ALTER INDEX "row_b" RENAME TO "Row_b_key";

ALTER INDEX "row_ab" RENAME TO "Row_a_b_key";

ALTER INDEX "row_key" RENAME TO "Row_pkey";

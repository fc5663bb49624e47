-- rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Purchase" RENAME TO "Sale";

ALTER TABLE "Sale" RENAME COLUMN "amount" TO "total";

ALTER INDEX "Purchase_pkey" RENAME TO "Sale_pkey";

ALTER SEQUENCE IF EXISTS "Purchase_id_seq" RENAME TO "Sale_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Sale_id_seq" RENAME TO "Purchase_id_seq";

ALTER INDEX "Sale_pkey" RENAME TO "Purchase_pkey";

ALTER TABLE "Sale" RENAME COLUMN "total" TO "amount";

ALTER TABLE "Sale" RENAME TO "Purchase";

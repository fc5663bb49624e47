-- rename table, rename columns and keys, rename table, rename columns and keys, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction

ALTER TABLE "Silver" RENAME TO "Gold";

ALTER INDEX "Silver_pkey" RENAME TO "Gold_pkey";

ALTER TABLE "Bronze" RENAME TO "Silver";

ALTER INDEX "Bronze_pkey" RENAME TO "Silver_pkey__new";

ALTER INDEX "Silver_pkey__new" RENAME TO "Silver_pkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

ALTER INDEX "Silver_pkey" RENAME TO "Silver_pkey__new";

ALTER INDEX "Silver_pkey__new" RENAME TO "Bronze_pkey";

ALTER TABLE "Silver" RENAME TO "Bronze";

ALTER INDEX "Gold_pkey" RENAME TO "Silver_pkey";

ALTER TABLE "Gold" RENAME TO "Silver";

-- rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Pair" RENAME COLUMN "left" TO "left__old";

ALTER TABLE "Pair" RENAME COLUMN "right" TO "left";

ALTER TABLE "Pair" RENAME COLUMN "left__old" TO "right";

ALTER INDEX "Pair_left_key" RENAME TO "Pair_right_key";

ALTER INDEX "Pair_right_idx" RENAME TO "Pair_left_idx";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Pair_left_idx" RENAME TO "Pair_right_idx";

ALTER INDEX "Pair_right_key" RENAME TO "Pair_left_key";

ALTER TABLE "Pair" RENAME COLUMN "right" TO "left__old";

ALTER TABLE "Pair" RENAME COLUMN "left" TO "right";

ALTER TABLE "Pair" RENAME COLUMN "left__old" TO "left";

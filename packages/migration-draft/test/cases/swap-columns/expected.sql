-- rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Pair" RENAME COLUMN "left" TO "left__old";

ALTER TABLE "Pair" RENAME COLUMN "right" TO "left";

ALTER TABLE "Pair" RENAME COLUMN "left__old" TO "right";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Pair" RENAME COLUMN "right" TO "left__old";

ALTER TABLE "Pair" RENAME COLUMN "left" TO "right";

ALTER TABLE "Pair" RENAME COLUMN "left__old" TO "left";

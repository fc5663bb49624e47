-- rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TABLE "Stage" RENAME COLUMN "second" TO "third";

ALTER TABLE "Stage" RENAME COLUMN "first" TO "second";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Stage" RENAME COLUMN "second" TO "first";

ALTER TABLE "Stage" RENAME COLUMN "third" TO "second";

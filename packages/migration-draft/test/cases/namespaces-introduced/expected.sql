-- add column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Client" ADD COLUMN "size" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Client"."size" holds.

ALTER TABLE "Client" DROP COLUMN "size";

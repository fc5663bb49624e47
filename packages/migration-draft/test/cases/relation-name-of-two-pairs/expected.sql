-- add column

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Letter" ADD COLUMN "isUrgent" BOOLEAN NOT NULL DEFAULT false;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Letter"."isUrgent" holds.

ALTER TABLE "Letter" DROP COLUMN "isUrgent";

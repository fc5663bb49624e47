-- replace foreign key

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Spoke"
  DROP CONSTRAINT "Spoke_hubId_fkey",
  ADD CONSTRAINT "Spoke_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE CASCADE ON UPDATE NO ACTION NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Spoke"
  DROP CONSTRAINT "Spoke_hubId_fkey",
  ADD CONSTRAINT "Spoke_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 2 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Spoke" VALIDATE CONSTRAINT "Spoke_hubId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

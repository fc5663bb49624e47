-- replace foreign key, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Spoke"
  DROP CONSTRAINT "Spoke_hubId_fkey",
  ADD CONSTRAINT "Spoke_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE CASCADE ON UPDATE NO ACTION NOT VALID;

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Spoke"
  DROP CONSTRAINT "Spoke_hubId_fkey",
  ADD CONSTRAINT "Spoke_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Hub" RENAME TO "Hub_now";

ALTER TABLE "Hub_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Hub_pkey" RENAME TO "Hub_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Hub_now_pkey" RENAME TO "Hub_pkey";

ALTER TABLE "Hub_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Hub_now" RENAME TO "Hub";

-- ======== 3 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Spoke" RENAME TO "Spoke_now";

ALTER TABLE "Spoke_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Spoke_now" RENAME COLUMN "hubId" TO "hubId_now";

ALTER TABLE "Spoke_now" RENAME CONSTRAINT "Spoke_hubId_fkey" TO "Spoke_now_hubId_now_fkey";

ALTER INDEX "Spoke_pkey" RENAME TO "Spoke_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Spoke_now_pkey" RENAME TO "Spoke_pkey";

ALTER TABLE "Spoke_now" RENAME CONSTRAINT "Spoke_now_hubId_now_fkey" TO "Spoke_hubId_fkey";

ALTER TABLE "Spoke_now" RENAME COLUMN "hubId_now" TO "hubId";

ALTER TABLE "Spoke_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Spoke_now" RENAME TO "Spoke";

-- ======== 4 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Spoke_now" VALIDATE CONSTRAINT "Spoke_now_hubId_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

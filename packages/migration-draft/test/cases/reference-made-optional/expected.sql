-- drop not null, replace foreign key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Pet" ALTER COLUMN "ownerId" DROP NOT NULL;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows had no value in "Pet"."ownerId".

LOCK TABLE "Pet" IN ACCESS EXCLUSIVE MODE;

-- Rows that have no value in "Pet"."ownerId" get one, because it is required again.
UPDATE "Pet" SET "ownerId" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."ownerId" IS NULL;

ALTER TABLE "Pet" ALTER COLUMN "ownerId" SET NOT NULL;

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

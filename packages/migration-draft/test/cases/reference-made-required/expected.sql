-- set not null, replace foreign key

-- ======== 1 migrationDraft (the change): rollback instant
-- note: Decide on a value for rows that have no value in "Pet"."ownerId", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for rows that have no value in "Pet"."ownerId".
-- What stands here only lets the migration be tried.
UPDATE "Pet" SET "ownerId" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Pet" ADD CONSTRAINT "Pet_ownerId_not_null_check" CHECK ("ownerId" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Pet" DROP CONSTRAINT IF EXISTS "Pet_ownerId_not_null_check";

-- ======== 3 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Pet"."ownerId".
-- It is that of the fill before.
UPDATE "Pet" SET "ownerId" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Pet" ALTER COLUMN "ownerId" SET NOT NULL;

ALTER TABLE "Pet" DROP CONSTRAINT "Pet_ownerId_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Pet" ALTER COLUMN "ownerId" DROP NOT NULL;

-- ======== 5 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 6 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

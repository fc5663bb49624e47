-- set not null, replace foreign key, replace foreign key

-- ======== 1 migrationDraft (the change): rollback instant
-- note: Decide on a value for rows that have no value in "Parcel"."personId", where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Parcel" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for rows that have no value in "Parcel"."personId".
-- What stands here only lets the migration be tried.
UPDATE "Parcel" SET "personId" = (SELECT "id" FROM "Person" ORDER BY 1 LIMIT 1) WHERE "Parcel"."id" >= {from} AND "Parcel"."id" <= {to} AND "Parcel"."personId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Parcel" ADD CONSTRAINT "Parcel_personId_not_null_check" CHECK ("personId" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Parcel" DROP CONSTRAINT IF EXISTS "Parcel_personId_not_null_check";

-- ======== 3 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Parcel" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for rows that have no value in "Parcel"."personId".
-- It is that of the fill before.
UPDATE "Parcel" SET "personId" = (SELECT "id" FROM "Person" ORDER BY 1 LIMIT 1) WHERE "Parcel"."id" >= {from} AND "Parcel"."id" <= {to} AND "Parcel"."personId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Parcel" VALIDATE CONSTRAINT "Parcel_personId_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Parcel" ALTER COLUMN "personId" SET NOT NULL;

ALTER TABLE "Parcel" DROP CONSTRAINT "Parcel_personId_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Parcel" ALTER COLUMN "personId" DROP NOT NULL;

-- ======== 5 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Letter"
  DROP CONSTRAINT "Letter_personId_fkey",
  ADD CONSTRAINT "Letter_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE CASCADE ON UPDATE CASCADE NOT VALID;

ALTER TABLE "Parcel"
  DROP CONSTRAINT "Parcel_personId_fkey",
  ADD CONSTRAINT "Parcel_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Parcel"
  DROP CONSTRAINT "Parcel_personId_fkey",
  ADD CONSTRAINT "Parcel_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "Letter"
  DROP CONSTRAINT "Letter_personId_fkey",
  ADD CONSTRAINT "Letter_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 6 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- migrator: no-transaction

-- Reads the table while others read and write it.
ALTER TABLE "Letter" VALIDATE CONSTRAINT "Letter_personId_fkey";

ALTER TABLE "Parcel" VALIDATE CONSTRAINT "Parcel_personId_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

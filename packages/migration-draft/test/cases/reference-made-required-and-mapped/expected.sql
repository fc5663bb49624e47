-- set not null, replace foreign key, rename table, rename columns and keys, rename table, rename columns and keys

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
-- migrator: lock-timeout = 400ms

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 6 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Owner" RENAME TO "Owner_now";

ALTER TABLE "Owner_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Owner_pkey" RENAME TO "Owner_now_pkey";

ALTER SEQUENCE IF EXISTS "Owner_id_seq" RENAME TO "Owner_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Owner_now_id_now_seq" RENAME TO "Owner_id_seq";

ALTER INDEX "Owner_now_pkey" RENAME TO "Owner_pkey";

ALTER TABLE "Owner_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Owner_now" RENAME TO "Owner";

-- ======== 7 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Pet" RENAME TO "Pet_now";

ALTER TABLE "Pet_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Pet_now" RENAME COLUMN "name" TO "name_now";

ALTER TABLE "Pet_now" RENAME COLUMN "ownerId" TO "ownerId_now";

ALTER TABLE "Pet_now" RENAME CONSTRAINT "Pet_ownerId_fkey" TO "Pet_now_ownerId_now_fkey";

ALTER INDEX "Pet_pkey" RENAME TO "Pet_now_pkey";

ALTER SEQUENCE IF EXISTS "Pet_id_seq" RENAME TO "Pet_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Pet_now_id_now_seq" RENAME TO "Pet_id_seq";

ALTER INDEX "Pet_now_pkey" RENAME TO "Pet_pkey";

ALTER TABLE "Pet_now" RENAME CONSTRAINT "Pet_now_ownerId_now_fkey" TO "Pet_ownerId_fkey";

ALTER TABLE "Pet_now" RENAME COLUMN "ownerId_now" TO "ownerId";

ALTER TABLE "Pet_now" RENAME COLUMN "name_now" TO "name";

ALTER TABLE "Pet_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Pet_now" RENAME TO "Pet";

-- ======== 8 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Pet_now" VALIDATE CONSTRAINT "Pet_now_ownerId_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

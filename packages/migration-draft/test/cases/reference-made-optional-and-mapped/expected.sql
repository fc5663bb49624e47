-- drop not null, replace foreign key, rename table, rename columns and keys, rename table, rename columns and keys

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
-- migrator: lock-timeout = 400ms

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE SET NULL ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet"
  DROP CONSTRAINT "Pet_ownerId_fkey",
  ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_2: rollback instant
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

-- ======== 4 migrationDraft switch_3: rollback instant
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

-- ======== 5 migrationDraft validate_switched: rollback instant
-- ---- up.sql
-- Reads the table while others read and write it.
ALTER TABLE "Pet_now" VALIDATE CONSTRAINT "Pet_now_ownerId_now_fkey";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

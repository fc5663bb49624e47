-- add column, create index, add foreign key, rename table, rename columns and keys, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Pet" ADD COLUMN "ownerId_now" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Pet"."ownerId_now" holds.

ALTER TABLE "Pet" DROP COLUMN "ownerId_now";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Pet"."ownerId_now" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Pet"."ownerId_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Pet" SET "ownerId_now" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE INDEX CONCURRENTLY "Pet_now_ownerId_now_idx" ON "Pet"("ownerId_now");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Pet_now_ownerId_now_idx";

-- ======== 4 migrationDraft constrain: rollback instant
-- note: Pet_now_ownerId_now_fkey cannot be validated while rows of "Pet" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Pet" ADD CONSTRAINT "Pet_ownerId_now_not_null_check" CHECK ("ownerId_now" IS NOT NULL) NOT VALID;

ALTER TABLE "Pet" ADD CONSTRAINT "Pet_now_ownerId_now_fkey" FOREIGN KEY ("ownerId_now") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet" DROP CONSTRAINT "Pet_now_ownerId_now_fkey";

ALTER TABLE "Pet" DROP CONSTRAINT IF EXISTS "Pet_ownerId_now_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Pet"."ownerId_now" is new and has no default.
-- It is that of the fill before.
UPDATE "Pet" SET "ownerId_now" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_now_not_null_check";

ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_now_ownerId_now_fkey";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Pet" ALTER COLUMN "ownerId_now" SET NOT NULL;

ALTER TABLE "Pet" DROP CONSTRAINT "Pet_ownerId_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Pet" ALTER COLUMN "ownerId_now" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
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

-- ======== 8 migrationDraft switch_2: rollback instant
-- ---- up.sql
ALTER TABLE "Pet" RENAME TO "Pet_now";

ALTER TABLE "Pet_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Pet_now" RENAME COLUMN "name" TO "name_now";

ALTER INDEX "Pet_pkey" RENAME TO "Pet_now_pkey";

ALTER SEQUENCE IF EXISTS "Pet_id_seq" RENAME TO "Pet_now_id_now_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "Pet_now_id_now_seq" RENAME TO "Pet_id_seq";

ALTER INDEX "Pet_now_pkey" RENAME TO "Pet_pkey";

ALTER TABLE "Pet_now" RENAME COLUMN "name_now" TO "name";

ALTER TABLE "Pet_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Pet_now" RENAME TO "Pet";

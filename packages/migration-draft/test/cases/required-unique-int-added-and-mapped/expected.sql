-- add column, create index, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Box" ADD COLUMN "number_now" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Box"."number_now" holds.

ALTER TABLE "Box" DROP COLUMN "number_now";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Box"."number_now" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Box"."number_now" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "number_now" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."number_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Box_now_number_now_key cannot be built while rows of "Box" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Box_now_number_now_key" ON "Box"("number_now");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Box_now_number_now_key";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Box" ADD CONSTRAINT "Box_number_now_not_null_check" CHECK ("number_now" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box" DROP CONSTRAINT IF EXISTS "Box_number_now_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."number_now" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "number_now" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."number_now" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_number_now_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Box" ALTER COLUMN "number_now" SET NOT NULL;

ALTER TABLE "Box" DROP CONSTRAINT "Box_number_now_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box" ALTER COLUMN "number_now" DROP NOT NULL;

-- ======== 7 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Box" RENAME TO "Box_now";

ALTER TABLE "Box_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Box_pkey" RENAME TO "Box_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Box_now_pkey" RENAME TO "Box_pkey";

ALTER TABLE "Box_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Box_now" RENAME TO "Box";

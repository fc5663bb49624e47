-- add column, create index

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Box" ADD COLUMN "number" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Box"."number" holds.

ALTER TABLE "Box" DROP COLUMN "number";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Box"."number" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Box"."number" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "number" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."number" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Box_number_key cannot be built while rows of "Box" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Box_number_key" ON "Box"("number");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Box_number_key";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Box" ADD CONSTRAINT "Box_number_not_null_check" CHECK ("number" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box" DROP CONSTRAINT IF EXISTS "Box_number_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."number" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "number" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."number" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_number_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Box" ALTER COLUMN "number" SET NOT NULL;

ALTER TABLE "Box" DROP CONSTRAINT "Box_number_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box" ALTER COLUMN "number" DROP NOT NULL;

-- add column, add column, add column, create index, create index

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Box"
  ADD COLUMN "label" TEXT,
  ADD COLUMN "code" TEXT,
  ADD COLUMN "shelf" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Box"."label" holds.
-- Loses what "Box"."code" holds.
-- Loses what "Box"."shelf" holds.

ALTER TABLE "Box"
  DROP COLUMN "shelf",
  DROP COLUMN "code",
  DROP COLUMN "label";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Box"."label" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."code" is new and has no default, where the migration says TODO.
-- note: Decide on a value for the rows that are there: "Box"."shelf" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Box"."label" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "label" = gen_random_uuid()::text WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."label" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."code" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "code" = gen_random_uuid()::text WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."code" IS NULL;

-- TODO: decide on a value for the rows that are there: "Box"."shelf" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Box" SET "shelf" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."shelf" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- note: Box_code_shelf_key cannot be built while rows of "Box" have the same values.
-- note: Box_label_key cannot be built while rows of "Box" have the same values.
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE UNIQUE INDEX CONCURRENTLY "Box_code_shelf_key" ON "Box"("code", "shelf");

CREATE UNIQUE INDEX CONCURRENTLY "Box_label_key" ON "Box"("label");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Box_label_key";

DROP INDEX CONCURRENTLY "Box_code_shelf_key";

-- ======== 4 migrationDraft constrain: rollback instant
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Box"
  ADD CONSTRAINT "Box_label_not_null_check" CHECK ("label" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_code_not_null_check" CHECK ("code" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "Box_shelf_not_null_check" CHECK ("shelf" IS NOT NULL) NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  DROP CONSTRAINT IF EXISTS "Box_shelf_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_code_not_null_check",
  DROP CONSTRAINT IF EXISTS "Box_label_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Box" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."label" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "label" = gen_random_uuid()::text WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."label" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."code" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "code" = gen_random_uuid()::text WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."code" IS NULL;

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Box"."shelf" is new and has no default.
-- It is that of the fill before.
UPDATE "Box" SET "shelf" = "Box"."id" WHERE "Box"."id" >= {from} AND "Box"."id" <= {to} AND "Box"."shelf" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_label_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_code_not_null_check";

ALTER TABLE "Box" VALIDATE CONSTRAINT "Box_shelf_not_null_check";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Box"
  ALTER COLUMN "label" SET NOT NULL,
  ALTER COLUMN "code" SET NOT NULL,
  ALTER COLUMN "shelf" SET NOT NULL;

ALTER TABLE "Box"
  DROP CONSTRAINT "Box_label_not_null_check",
  DROP CONSTRAINT "Box_code_not_null_check",
  DROP CONSTRAINT "Box_shelf_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Box"
  ALTER COLUMN "shelf" DROP NOT NULL,
  ALTER COLUMN "code" DROP NOT NULL,
  ALTER COLUMN "label" DROP NOT NULL;

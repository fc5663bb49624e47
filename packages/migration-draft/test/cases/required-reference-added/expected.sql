-- add column, create index, add foreign key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TABLE "Pet" ADD COLUMN "ownerId" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Pet"."ownerId" holds.

ALTER TABLE "Pet" DROP COLUMN "ownerId";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on a value for the rows that are there: "Pet"."ownerId" is new and has no default, where the migration says TODO.
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- TODO: decide on a value for the rows that are there: "Pet"."ownerId" is new and has no default.
-- What stands here only lets the migration be tried.
UPDATE "Pet" SET "ownerId" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE INDEX CONCURRENTLY "Pet_ownerId_idx" ON "Pet"("ownerId");

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Pet_ownerId_idx";

-- ======== 4 migrationDraft constrain: rollback instant
-- note: Pet_ownerId_fkey cannot be validated while rows of "Pet" refer to nothing.
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Pet" ADD CONSTRAINT "Pet_ownerId_not_null_check" CHECK ("ownerId" IS NOT NULL) NOT VALID;

ALTER TABLE "Pet" ADD CONSTRAINT "Pet_ownerId_fkey" FOREIGN KEY ("ownerId") REFERENCES "Owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER TABLE "Pet" DROP CONSTRAINT "Pet_ownerId_fkey";

ALTER TABLE "Pet" DROP CONSTRAINT IF EXISTS "Pet_ownerId_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: batches = "Pet" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
-- TODO: decide on a value for the rows that are there: "Pet"."ownerId" is new and has no default.
-- It is that of the fill before.
UPDATE "Pet" SET "ownerId" = (SELECT "id" FROM "Owner" ORDER BY 1 LIMIT 1) WHERE "Pet"."id" >= {from} AND "Pet"."id" <= {to} AND "Pet"."ownerId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_not_null_check";

ALTER TABLE "Pet" VALIDATE CONSTRAINT "Pet_ownerId_fkey";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Pet" ALTER COLUMN "ownerId" SET NOT NULL;

ALTER TABLE "Pet" DROP CONSTRAINT "Pet_ownerId_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Pet" ALTER COLUMN "ownerId" DROP NOT NULL;

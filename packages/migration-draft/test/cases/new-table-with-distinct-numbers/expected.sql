-- create table, add column, add foreign key

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
CREATE TABLE "Berth" (
    "id" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "code" VARCHAR(8) NOT NULL,

    CONSTRAINT "Berth_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Berth_code_key" ON "Berth"("code");

CREATE UNIQUE INDEX "Berth_number_key" ON "Berth"("number");

ALTER TABLE "Ship" ADD COLUMN "berthId" INTEGER;

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses every row of "Berth".
-- Loses what "Ship"."berthId" holds.

ALTER TABLE "Ship" DROP COLUMN "berthId";

DROP TABLE "Berth";

-- ======== 2 migrationDraft fill: rollback instant
-- note: Decide on the rows that others refer to, where the migration says TODO.
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- TODO: decide on the rows of "Berth" that rows of "Ship" refer to.
-- What stands here only lets the migration be tried.
INSERT INTO "Berth" ("id", "number", "code") SELECT "Ship"."id", ((SELECT count(*) FROM "Berth") + row_number() OVER ()), ((SELECT count(*) FROM "Berth") + row_number() OVER ())::text FROM "Ship" WHERE NOT EXISTS (SELECT FROM "Berth" WHERE "Berth"."id" = coalesce("Ship"."berthId", "Ship"."id"));

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 3 migrationDraft fill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Ship" by "id"
-- migrator: lock-timeout = 400ms

UPDATE "Ship" SET "berthId" = "Ship"."id" WHERE "Ship"."id" >= {from} AND "Ship"."id" <= {to} AND "Ship"."berthId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 4 migrationDraft constrain: rollback instant
-- note: Ship_berthId_fkey cannot be validated while rows of "Ship" refer to nothing.
-- ---- up.sql
-- Holds for what is written from now on; the rows that are there are looked at later.
ALTER TABLE "Ship" ADD CONSTRAINT "Ship_berthId_not_null_check" CHECK ("berthId" IS NOT NULL) NOT VALID;

ALTER TABLE "Ship" ADD CONSTRAINT "Ship_berthId_fkey" FOREIGN KEY ("berthId") REFERENCES "Berth"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ship" DROP CONSTRAINT "Ship_berthId_fkey";

ALTER TABLE "Ship" DROP CONSTRAINT IF EXISTS "Ship_berthId_not_null_check";

-- ======== 5 migrationDraft refill: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

-- For what was written before the foreign key was there.
INSERT INTO "Berth" ("id", "number", "code") SELECT "Ship"."id", ((SELECT count(*) FROM "Berth") + row_number() OVER ()), ((SELECT count(*) FROM "Berth") + row_number() OVER ())::text FROM "Ship" WHERE NOT EXISTS (SELECT FROM "Berth" WHERE "Berth"."id" = coalesce("Ship"."berthId", "Ship"."id"));

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 6 migrationDraft refill_2: rollback instant
-- ---- up.sql
-- migrator: batches = "Ship" by "id"
-- migrator: lock-timeout = 400ms

-- What was written without a value before the check was there.
UPDATE "Ship" SET "berthId" = "Ship"."id" WHERE "Ship"."id" >= {from} AND "Ship"."id" <= {to} AND "Ship"."berthId" IS NULL;

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 7 migrationDraft validate: rollback instant
-- ---- up.sql
-- On its own, so that the locks of the migrations before are let go.

-- Reads the table while others read and write it.
ALTER TABLE "Ship" VALIDATE CONSTRAINT "Ship_berthId_not_null_check";

ALTER TABLE "Ship" VALIDATE CONSTRAINT "Ship_berthId_fkey";

-- PostgreSQL takes the valid check for proof, and reads nothing.
ALTER TABLE "Ship" ALTER COLUMN "berthId" SET NOT NULL;

ALTER TABLE "Ship" DROP CONSTRAINT "Ship_berthId_not_null_check";

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Ship" ALTER COLUMN "berthId" DROP NOT NULL;

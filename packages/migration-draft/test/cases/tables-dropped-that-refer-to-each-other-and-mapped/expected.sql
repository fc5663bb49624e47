-- drop foreign key, drop foreign key, rename table, rename columns and keys, drop table, drop table

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Egg" DROP CONSTRAINT "Egg_henId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Rows of "Hen" that rows of "Egg" refer to come back with their keys alone.
INSERT INTO "Hen" ("id") SELECT "henId" FROM (SELECT DISTINCT "henId" FROM "Egg" WHERE "henId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Egg" refer to nothing.
ALTER TABLE "Egg" ADD CONSTRAINT "Egg_henId_fkey" FOREIGN KEY ("henId") REFERENCES "Hen"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 2 migrationDraft switch_2: rollback instant
-- ---- up.sql
-- migrator: lock-timeout = 400ms

ALTER TABLE "Hen" DROP CONSTRAINT "Hen_eggId_fkey";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Rows of "Egg" that rows of "Hen" refer to come back with their keys alone.
INSERT INTO "Egg" ("id") SELECT "eggId" FROM (SELECT DISTINCT "eggId" FROM "Hen" WHERE "eggId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Hen" refer to nothing.
ALTER TABLE "Hen" ADD CONSTRAINT "Hen_eggId_fkey" FOREIGN KEY ("eggId") REFERENCES "Egg"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 3 migrationDraft switch_3: rollback instant
-- ---- up.sql
ALTER TABLE "Farm" RENAME TO "Farm_now";

ALTER TABLE "Farm_now" RENAME COLUMN "id" TO "id_now";

ALTER INDEX "Farm_pkey" RENAME TO "Farm_now_pkey";

-- ---- down.sql
-- migrator: rollback = instant

ALTER INDEX "Farm_now_pkey" RENAME TO "Farm_pkey";

ALTER TABLE "Farm_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Farm_now" RENAME TO "Farm";

-- ======== 4 migrationDraft contract: rollback lossy
-- ---- up.sql
-- migrator: no-transaction
--
-- Last, because nothing brings back what is dropped.
-- Loses every row of "Egg".
-- Loses every row of "Hen".

DROP TABLE "Egg";

DROP TABLE "Hen";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Does not bring back every row of "Egg".
-- Does not bring back every row of "Hen".

CREATE TABLE "Hen" (
    "id" INTEGER NOT NULL,
    "eggId" INTEGER,

    CONSTRAINT "Hen_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Hen_eggId_key" ON "Hen"("eggId");

CREATE TABLE "Egg" (
    "id" INTEGER NOT NULL,
    "henId" INTEGER,

    CONSTRAINT "Egg_pkey" PRIMARY KEY ("id")
);

-- drop foreign key, drop foreign key, drop column, drop table

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Crate" DROP CONSTRAINT "Crate_depotId_fkey";

ALTER TABLE "Dock" DROP CONSTRAINT "Dock_depotId_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Rows of "Depot" that rows of "Dock" refer to come back with their keys alone.
INSERT INTO "Depot" ("id", "name") SELECT "depotId", '' FROM (SELECT DISTINCT "depotId" FROM "Dock" WHERE "depotId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Dock" refer to nothing.
ALTER TABLE "Dock" ADD CONSTRAINT "Dock_depotId_fkey" FOREIGN KEY ("depotId") REFERENCES "Depot"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Rows of "Depot" that rows of "Crate" refer to come back with their keys alone.
INSERT INTO "Depot" ("id", "name") SELECT "depotId", '' FROM (SELECT DISTINCT "depotId" FROM "Crate" WHERE "depotId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Crate" refer to nothing.
ALTER TABLE "Crate" ADD CONSTRAINT "Crate_depotId_fkey" FOREIGN KEY ("depotId") REFERENCES "Depot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 2 migrationDraft contract: rollback lossy
-- ---- up.sql
-- migrator: no-transaction
--
-- Last, because nothing brings back what is dropped.
-- Loses what "Dock"."depotId" holds.
-- Loses every row of "Depot".

ALTER TABLE "Dock" DROP COLUMN "depotId";

DROP TABLE "Depot";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Does not bring back what "Dock"."depotId" holds.
-- Does not bring back every row of "Depot".

CREATE TABLE "Depot" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Depot_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "Dock" ADD COLUMN "depotId" INTEGER;

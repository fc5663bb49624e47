-- create table, drop foreign key, drop foreign key, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
CREATE TABLE "Garden" (
    "id" INTEGER NOT NULL,
    "grade" "Grade" NOT NULL,

    CONSTRAINT "Garden_pkey" PRIMARY KEY ("id")
);

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses every row of "Garden".

DROP TABLE "Garden";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Nest" DROP CONSTRAINT "Nest_orchardId_fkey";

ALTER TABLE "Tree" DROP CONSTRAINT "Tree_orchardId_fkey";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

-- Rows of "Orchard" that rows of "Tree" refer to come back with their keys alone.
INSERT INTO "Orchard" ("id", "grade", "bytes", "since", "notes", "place", "code") SELECT "orchardId", 'fair', '', CURRENT_TIMESTAMP, '{}', ((SELECT count(*) FROM "Orchard") + row_number() OVER ()), ((SELECT count(*) FROM "Orchard") + row_number() OVER ())::text FROM (SELECT DISTINCT "orchardId" FROM "Tree" WHERE "orchardId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Tree" refer to nothing.
ALTER TABLE "Tree" ADD CONSTRAINT "Tree_orchardId_fkey" FOREIGN KEY ("orchardId") REFERENCES "Orchard"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Rows of "Orchard" that rows of "Nest" refer to come back with their keys alone.
INSERT INTO "Orchard" ("id", "grade", "bytes", "since", "notes", "place", "code") SELECT "orchardId", 'fair', '', CURRENT_TIMESTAMP, '{}', ((SELECT count(*) FROM "Orchard") + row_number() OVER ()), ((SELECT count(*) FROM "Orchard") + row_number() OVER ())::text FROM (SELECT DISTINCT "orchardId" FROM "Nest" WHERE "orchardId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Nest" refer to nothing.
ALTER TABLE "Nest" ADD CONSTRAINT "Nest_orchardId_fkey" FOREIGN KEY ("orchardId") REFERENCES "Orchard"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- ======== 3 migrationDraft contract: rollback lossy
-- ---- up.sql
-- Last, because nothing brings back what is dropped.
-- Loses every row of "Orchard".

DROP TABLE "Orchard";

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Does not bring back every row of "Orchard".

CREATE TABLE "Orchard" (
    "id" INTEGER NOT NULL,
    "grade" "Grade" NOT NULL,
    "bytes" BYTEA NOT NULL,
    "since" TIMESTAMP(3) NOT NULL,
    "notes" JSON NOT NULL,
    "place" INTEGER NOT NULL,
    "code" VARCHAR(8) NOT NULL,

    CONSTRAINT "Orchard_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Orchard_code_key" ON "Orchard"("code");

CREATE UNIQUE INDEX "Orchard_place_key" ON "Orchard"("place");

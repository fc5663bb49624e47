-- create table, create table, add foreign key, drop foreign key, rename indexes, rename indexes, rename columns and keys, rename columns and keys, rename indexes, rename indexes, drop table, drop table

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
-- migrator: statement-timeout = 30s

CREATE TABLE "Box" (
    "id" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "depot" TEXT NOT NULL,

    CONSTRAINT "Crate_pkey_new" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Crate_label_depot_key_new" ON "Box"("label", "depot");

CREATE INDEX "Crate_depot_idx_new" ON "Box"("depot");

CREATE TABLE "Part" (
    "id" INTEGER NOT NULL,
    "boxId" INTEGER NOT NULL,

    CONSTRAINT "Part_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "Piece_crateId_idx_new" ON "Part"("boxId");

ALTER TABLE "Part" ADD CONSTRAINT "Part_boxId_fkey" FOREIGN KEY ("boxId") REFERENCES "Box"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ---- down.sql
-- migrator: statement-timeout = 30s
-- migrator: rollback = lossy
--
-- Loses every row of "Box".
-- Loses every row of "Part".

ALTER TABLE "Part" DROP CONSTRAINT "Part_boxId_fkey";

DROP TABLE "Part";

DROP TABLE "Box";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms

ALTER TABLE "Piece" DROP CONSTRAINT "Piece_crateId_fkey";

ALTER INDEX "Crate_label_depot_key" RENAME TO "Crate_label_depot_key_old";

ALTER INDEX "Crate_depot_idx" RENAME TO "Crate_depot_idx_old";

ALTER INDEX "Crate_pkey" RENAME TO "Crate_pkey_old";

ALTER INDEX "Piece_crateId_idx" RENAME TO "Piece_crateId_idx_old";

ALTER INDEX "Piece_pkey" RENAME TO "Piece_pkey_old";

ALTER INDEX "notes_by_text" RENAME TO "Piece_pkey__new";

ALTER INDEX "Piece_pkey__new" RENAME TO "Piece_pkey";

ALTER INDEX "Crate_label_depot_key_new" RENAME TO "Crate_label_depot_key";

ALTER INDEX "Crate_depot_idx_new" RENAME TO "Crate_depot_idx";

ALTER INDEX "Crate_pkey_new" RENAME TO "Crate_pkey";

ALTER INDEX "Piece_crateId_idx_new" RENAME TO "Piece_crateId_idx";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: lock-timeout = 400ms
-- migrator: rollback = instant

ALTER INDEX "Piece_crateId_idx" RENAME TO "Piece_crateId_idx_new";

ALTER INDEX "Crate_pkey" RENAME TO "Crate_pkey_new";

ALTER INDEX "Crate_depot_idx" RENAME TO "Crate_depot_idx_new";

ALTER INDEX "Crate_label_depot_key" RENAME TO "Crate_label_depot_key_new";

ALTER INDEX "Piece_pkey" RENAME TO "Piece_pkey__new";

ALTER INDEX "Piece_pkey__new" RENAME TO "notes_by_text";

ALTER INDEX "Piece_pkey_old" RENAME TO "Piece_pkey";

ALTER INDEX "Piece_crateId_idx_old" RENAME TO "Piece_crateId_idx";

ALTER INDEX "Crate_pkey_old" RENAME TO "Crate_pkey";

ALTER INDEX "Crate_depot_idx_old" RENAME TO "Crate_depot_idx";

ALTER INDEX "Crate_label_depot_key_old" RENAME TO "Crate_label_depot_key";

-- Rows of "Crate" that rows of "Piece" refer to come back with their keys alone.
INSERT INTO "Crate" ("id", "label", "depot") SELECT "crateId", gen_random_uuid()::text, gen_random_uuid()::text FROM (SELECT DISTINCT "crateId" FROM "Piece" WHERE "crateId" IS NOT NULL) AS referring ON CONFLICT DO NOTHING;

-- Fails while rows of "Piece" refer to nothing.
ALTER TABLE "Piece" ADD CONSTRAINT "Piece_crateId_fkey" FOREIGN KEY ("crateId") REFERENCES "Crate"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- ======== 3 migrationDraft contract: rollback lossy
-- ---- up.sql
-- migrator: no-transaction
--
-- Last, because nothing brings back what is dropped.
-- Loses every row of "Crate".
-- Loses every row of "Piece".

DROP TABLE "Crate";

DROP TABLE "Piece";

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = lossy
--
-- Does not bring back every row of "Crate".
-- Does not bring back every row of "Piece".

CREATE TABLE "Piece" (
    "id" INTEGER NOT NULL,
    "crateId" INTEGER NOT NULL,

    CONSTRAINT "Piece_pkey_old" PRIMARY KEY ("id")
);

CREATE INDEX "Piece_crateId_idx_old" ON "Piece"("crateId");

CREATE TABLE "Crate" (
    "id" INTEGER NOT NULL,
    "label" TEXT NOT NULL,
    "depot" TEXT NOT NULL,

    CONSTRAINT "Crate_pkey_old" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "Crate_label_depot_key_old" ON "Crate"("label", "depot");

CREATE INDEX "Crate_depot_idx_old" ON "Crate"("depot");

-- rename enum, rename enum value, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
ALTER TYPE "Tone" RENAME TO "tones";

ALTER TYPE "tones" RENAME VALUE 'warm' TO 'WARM';

ALTER TABLE "Paint" RENAME TO "paints";

ALTER TABLE "paints" RENAME COLUMN "name" TO "paint_name";

ALTER INDEX "Paint_pkey" RENAME TO "paints_pkey";

ALTER INDEX "Paint_name_key" RENAME TO "paints_paint_name_key";

ALTER SEQUENCE IF EXISTS "Paint_id_seq" RENAME TO "paints_id_seq";

-- ---- down.sql
-- migrator: rollback = instant

ALTER SEQUENCE IF EXISTS "paints_id_seq" RENAME TO "Paint_id_seq";

ALTER INDEX "paints_paint_name_key" RENAME TO "Paint_name_key";

ALTER INDEX "paints_pkey" RENAME TO "Paint_pkey";

ALTER TABLE "paints" RENAME COLUMN "paint_name" TO "name";

ALTER TABLE "paints" RENAME TO "Paint";

ALTER TYPE "tones" RENAME VALUE 'WARM' TO 'warm';

ALTER TYPE "tones" RENAME TO "Tone";

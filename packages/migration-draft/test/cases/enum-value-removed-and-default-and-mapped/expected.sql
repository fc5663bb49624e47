-- rebuild enum, rename enum, rename table, rename columns and keys

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'gone', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'gone'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh_now', 'sold_now');

-- TODO: decide on what rows of "Lot" get that hold 'gone' in "state".
-- What stands here only lets the migration be tried.
-- TODO: decide on what rows of "Lot" get that hold 'gone' in "all".
-- What stands here only lets the migration be tried.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'fresh' THEN 'fresh_now' WHEN 'sold' THEN 'sold_now' WHEN 'gone' THEN 'fresh_now' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh_now',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace(array_replace(array_replace("all"::TEXT[], 'fresh', 'fresh_now'), 'sold', 'sold_now'), 'gone', 'fresh_now')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['sold_now']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

ALTER TYPE "State" RENAME TO "State_now";

ALTER TABLE "Lot" RENAME TO "Lot_now";

ALTER TABLE "Lot_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Lot_now" RENAME COLUMN "price" TO "price_now";

ALTER TABLE "Lot_now" RENAME COLUMN "state" TO "state_now";

ALTER TABLE "Lot_now" RENAME COLUMN "all" TO "all_now";

ALTER INDEX "Lot_pkey" RENAME TO "Lot_now_pkey";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'gone'.

ALTER INDEX "Lot_now_pkey" RENAME TO "Lot_pkey";

ALTER TABLE "Lot_now" RENAME COLUMN "all_now" TO "all";

ALTER TABLE "Lot_now" RENAME COLUMN "state_now" TO "state";

ALTER TABLE "Lot_now" RENAME COLUMN "price_now" TO "price";

ALTER TABLE "Lot_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Lot_now" RENAME TO "Lot";

ALTER TYPE "State_now" RENAME TO "State";

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'fresh_now' THEN 'fresh' WHEN 'sold_now' THEN 'sold' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'gone',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace(array_replace("all"::TEXT[], 'fresh_now', 'fresh'), 'sold_now', 'sold')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['gone']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- add enum value, add column, rename enum, rename enum value, rename table, rename columns and keys, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TYPE "State" ADD VALUE 'lost_now' AFTER 'fresh';

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows held 'lost_now'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

-- Rows of "Lot" that hold 'lost_now' in "state" get 'fresh'.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'lost_now' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ======== 2 migrationDraft expand: rollback lossy
-- ---- up.sql
ALTER TABLE "Lot" ADD COLUMN "all_now" "State"[] DEFAULT ARRAY['lost_now']::"State"[];

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Lot"."all_now" holds.

ALTER TABLE "Lot" DROP COLUMN "all_now";

-- ======== 3 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TYPE "State" RENAME TO "State_now";

ALTER TYPE "State_now" RENAME VALUE 'fresh' TO 'fresh_now';

ALTER TYPE "State_now" RENAME VALUE 'sold' TO 'sold_now';

ALTER TYPE "State_now" RENAME VALUE 'gone' TO 'gone_now';

ALTER TABLE "Lot" RENAME TO "Lot_now";

ALTER TABLE "Lot_now" RENAME COLUMN "id" TO "id_now";

ALTER TABLE "Lot_now" RENAME COLUMN "price" TO "price_now";

ALTER TABLE "Lot_now" RENAME COLUMN "state" TO "state_now";

ALTER INDEX "Lot_pkey" RENAME TO "Lot_now_pkey";

ALTER TABLE "Lot_now" ALTER COLUMN "state_now" SET DEFAULT 'lost_now';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Lot_now" ALTER COLUMN "state_now" SET DEFAULT 'fresh_now';

ALTER INDEX "Lot_now_pkey" RENAME TO "Lot_pkey";

ALTER TABLE "Lot_now" RENAME COLUMN "state_now" TO "state";

ALTER TABLE "Lot_now" RENAME COLUMN "price_now" TO "price";

ALTER TABLE "Lot_now" RENAME COLUMN "id_now" TO "id";

ALTER TABLE "Lot_now" RENAME TO "Lot";

ALTER TYPE "State_now" RENAME VALUE 'gone_now' TO 'gone';

ALTER TYPE "State_now" RENAME VALUE 'sold_now' TO 'sold';

ALTER TYPE "State_now" RENAME VALUE 'fresh_now' TO 'fresh';

ALTER TYPE "State_now" RENAME TO "State";

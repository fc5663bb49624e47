-- add enum value, add column, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TYPE "State" ADD VALUE 'lost' AFTER 'fresh';

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows held 'lost'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

-- Rows of "Lot" that hold 'lost' in "state" get 'fresh'.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'lost' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ======== 2 migrationDraft expand: rollback lossy
-- ---- up.sql
ALTER TABLE "Lot" ADD COLUMN "all" "State"[] DEFAULT ARRAY['lost']::"State"[];

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses what "Lot"."all" holds.

ALTER TABLE "Lot" DROP COLUMN "all";

-- ======== 3 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Lot" ALTER COLUMN "state" SET DEFAULT 'lost';

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Lot" ALTER COLUMN "state" SET DEFAULT 'fresh';

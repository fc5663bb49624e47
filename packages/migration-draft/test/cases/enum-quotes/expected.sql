-- add enum value, change default, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- ---- up.sql
ALTER TYPE "State" ADD VALUE 'say "c"';

ALTER TYPE "State" ADD VALUE '{d}';

-- ---- down.sql
-- migrator: rollback = lossy
--
-- Loses which rows held 'say "c"' or '{d}'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('a, b', 'it''s');

-- Rows of "Lot" that hold 'say "c"' or '{d}' in "state" get 'it''s'.
-- Rows of "Lot" that hold 'say "c"' or '{d}' in "all" get 'a, b'.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'say "c"' THEN 'it''s' WHEN '{d}' THEN 'it''s' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'it''s',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace(array_replace("all"::TEXT[], 'say "c"', 'a, b'), '{d}', 'a, b')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['a, b', 'it''s']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ======== 2 migrationDraft switch: rollback instant
-- ---- up.sql
ALTER TABLE "Lot"
  ALTER COLUMN "state" SET DEFAULT 'a, b',
  ALTER COLUMN "all" SET DEFAULT ARRAY['it''s', 'say "c"']::"State"[];

-- ---- down.sql
-- migrator: rollback = instant

ALTER TABLE "Lot"
  ALTER COLUMN "all" SET DEFAULT ARRAY['a, b', 'it''s']::"State"[],
  ALTER COLUMN "state" SET DEFAULT 'it''s';

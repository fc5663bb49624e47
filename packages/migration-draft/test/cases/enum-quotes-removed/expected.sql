-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'a, b', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'a, b'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('it''s', 'back\slash');

-- TODO: decide on what rows of "Lot" get that hold 'a, b' in "state".
-- What stands here only lets the migration be tried.
-- TODO: decide on what rows of "Lot" get that hold 'a, b' in "all".
-- What stands here only lets the migration be tried.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'a, b' THEN 'it''s' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'it''s',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace("all"::TEXT[], 'a, b', 'it''s')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['it''s']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'a, b'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('a, b', 'it''s', 'back\slash');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'it''s',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING "all"::TEXT[]::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['a, b', 'it''s']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

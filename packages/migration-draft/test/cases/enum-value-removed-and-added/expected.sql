-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'gone', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'gone'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'lost');

-- TODO: decide on what rows of "Lot" get that hold 'gone' in "state".
-- What stands here only lets the migration be tried.
-- TODO: decide on what rows of "Lot" get that hold 'gone' in "all".
-- What stands here only lets the migration be tried.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'gone' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace("all"::TEXT[], 'gone', 'fresh')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['lost']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses which rows held 'lost'.
-- Does not bring back which rows held 'gone'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

-- Rows of "Lot" that hold 'lost' in "state" get 'fresh'.
-- Rows of "Lot" that hold 'lost' in "all" get 'fresh'.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'lost' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING array_replace("all"::TEXT[], 'lost', 'fresh')::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['gone']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

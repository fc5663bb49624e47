-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'up', where the migration says TODO.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'up'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Side__new" AS ENUM ('north', 'south');

-- TODO: decide on what rows of "Wall" get that hold 'up' in "side".
-- What stands here only lets the migration be tried.
-- TODO: decide on what rows of "Wall" get that hold 'up' in "sides".
-- What stands here only lets the migration be tried.
ALTER TABLE "Wall"
  ALTER COLUMN "side" TYPE "Side__new" USING (CASE "side"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' WHEN 'up' THEN 'north' ELSE "side"::TEXT END)::"Side__new",
  ALTER COLUMN "sides" TYPE "Side__new"[] USING array_replace(array_replace(array_replace(array_replace(array_replace(array_replace("sides"::TEXT[], 'north', 'north__old'), 'south', 'south__old'), 'up', 'up__old'), 'north__old', 'south'), 'south__old', 'north'), 'up__old', 'north')::"Side__new"[];

DROP TYPE "Side";

ALTER TYPE "Side__new" RENAME TO "Side";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'up'.

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Side__new" AS ENUM ('north', 'south', 'up');

ALTER TABLE "Wall"
  ALTER COLUMN "side" TYPE "Side__new" USING (CASE "side"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' ELSE "side"::TEXT END)::"Side__new",
  ALTER COLUMN "sides" TYPE "Side__new"[] USING array_replace(array_replace(array_replace(array_replace("sides"::TEXT[], 'north', 'north__old'), 'south', 'south__old'), 'north__old', 'south'), 'south__old', 'north')::"Side__new"[];

DROP TYPE "Side";

ALTER TYPE "Side__new" RENAME TO "Side";

-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what rows get that hold 'gone', where the migration says TODO.
-- ---- up.sql
-- migrator: lock-timeout = 400ms
-- migrator: statement-timeout = 30min
--
-- Loses which rows held 'gone'.

LOCK TABLE "Lot", "Offer" IN ACCESS EXCLUSIVE MODE;

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold');

-- TODO: decide on what rows of "Lot" get that hold 'gone' in "state".
-- What stands here only lets the migration be tried.
ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'gone' THEN 'fresh' ELSE "state"::TEXT END)::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

-- TODO: decide on what rows of "Offer" get that hold 'gone' in "state".
-- What stands here only lets the migration be tried.
ALTER TABLE "Offer" ALTER COLUMN "state" TYPE "State__new" USING (CASE "state"::TEXT WHEN 'gone' THEN 'fresh' ELSE "state"::TEXT END)::"State__new";

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ---- down.sql
-- migrator: lock-timeout = 400ms
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back which rows held 'gone'.

LOCK TABLE "Lot", "Offer" IN ACCESS EXCLUSIVE MODE;

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'fresh';

ALTER TABLE "Offer" ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new";

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

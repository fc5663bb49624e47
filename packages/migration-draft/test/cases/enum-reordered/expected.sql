-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: statement-timeout = 30min

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('gone', 'fresh', 'sold');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'sold',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING "all"::TEXT[]::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['fresh', 'gone']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = instant

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "State__new" AS ENUM ('fresh', 'sold', 'gone');

ALTER TABLE "Lot"
  ALTER COLUMN "state" DROP DEFAULT,
  ALTER COLUMN "state" TYPE "State__new" USING "state"::TEXT::"State__new",
  ALTER COLUMN "state" SET DEFAULT 'sold',
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "State__new"[] USING "all"::TEXT[]::"State__new"[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['fresh', 'gone']::"State__new"[];

DROP TYPE "State";

ALTER TYPE "State__new" RENAME TO "State";

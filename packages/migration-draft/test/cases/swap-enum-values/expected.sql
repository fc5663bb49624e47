-- rebuild enum

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
-- migrator: statement-timeout = 30min

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Side__new" AS ENUM ('north', 'south');

ALTER TABLE "Wall"
  ALTER COLUMN "side" TYPE "Side__new" USING (CASE "side"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' ELSE "side"::TEXT END)::"Side__new",
  ALTER COLUMN "was" DROP DEFAULT,
  ALTER COLUMN "was" TYPE "Side__new" USING (CASE "was"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' ELSE "was"::TEXT END)::"Side__new",
  ALTER COLUMN "was" SET DEFAULT 'south';

DROP TYPE "Side";

ALTER TYPE "Side__new" RENAME TO "Side";

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = instant

-- PostgreSQL cannot take values out of an enum, or order them anew: the type is made again, and its
-- columns are moved over, which rewrites their tables.
CREATE TYPE "Side__new" AS ENUM ('north', 'south');

ALTER TABLE "Wall"
  ALTER COLUMN "side" TYPE "Side__new" USING (CASE "side"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' ELSE "side"::TEXT END)::"Side__new",
  ALTER COLUMN "was" DROP DEFAULT,
  ALTER COLUMN "was" TYPE "Side__new" USING (CASE "was"::TEXT WHEN 'north' THEN 'south' WHEN 'south' THEN 'north' ELSE "was"::TEXT END)::"Side__new",
  ALTER COLUMN "was" SET DEFAULT 'north';

DROP TYPE "Side";

ALTER TYPE "Side__new" RENAME TO "Side";

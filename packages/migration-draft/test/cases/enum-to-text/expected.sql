-- change type, drop enum

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Task" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE TEXT,
  ALTER COLUMN "level" SET DEFAULT 'low',
  ALTER COLUMN "last" TYPE TEXT,
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE TEXT[],
  ALTER COLUMN "all" SET DEFAULT ARRAY['low', 'mid']::TEXT[];

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Task"."level", and the meaning of values of "Task"."last", and the meaning of values of "Task"."all".

-- Loses the meaning of values of "Task"."level".
-- Loses the meaning of values of "Task"."last".
-- Loses the meaning of values of "Task"."all".
ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE "Level" USING CASE WHEN "level" IS NULL THEN NULL WHEN "level"::TEXT IN ('low', 'mid', 'high') THEN "level"::TEXT::"Level" ELSE 'low'::"Level" END,
  ALTER COLUMN "level" SET DEFAULT 'low',
  ALTER COLUMN "last" TYPE "Level" USING CASE WHEN "last"::TEXT IN ('low', 'mid', 'high') THEN "last"::TEXT::"Level" END,
  ALTER COLUMN "all" DROP DEFAULT,
  ALTER COLUMN "all" TYPE "Level"[] USING CASE WHEN array_to_string("all", E'\x01') ~ ('^((low|mid|high)(' || E'\x01' || '|$))*$') THEN "all"::TEXT[]::"Level"[] WHEN "all" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "all" SET DEFAULT ARRAY['low', 'mid']::"Level"[];

-- ======== 2 migrationDraft contract: rollback instant
-- ---- up.sql
-- Last, because nothing brings back what is dropped.

DROP TYPE "Level";

-- ---- down.sql
-- migrator: rollback = instant

CREATE TYPE "Level" AS ENUM ('low', 'mid', 'high');

-- create enum, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE TYPE "Level" AS ENUM ('low', 'mid', 'high');

-- ---- down.sql
-- migrator: rollback = instant

DROP TYPE "Level";

-- ======== 2 migrationDraft switch: rollback lossy
-- note: Decide on how values of "Task"."level" become Level, where the migration says TODO.
-- note: Decide on how values of "Task"."last" become Level, where the migration says TODO.
-- note: "Task" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Task"."level", and the meaning of values of "Task"."last".

-- TODO: decide on how values of "Task"."level" become Level.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Task"."last" become Level.
-- What stands here only lets the migration be tried.
ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE "Level" USING CASE WHEN "level" IS NULL THEN NULL WHEN "level"::TEXT IN ('low', 'mid', 'high') THEN "level"::TEXT::"Level" ELSE 'low'::"Level" END,
  ALTER COLUMN "level" SET DEFAULT 'low',
  ALTER COLUMN "last" TYPE "Level" USING CASE WHEN "last"::TEXT IN ('low', 'mid', 'high') THEN "last"::TEXT::"Level" END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back the meaning of values of "Task"."level", and the meaning of values of "Task"."last".

ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE TEXT,
  ALTER COLUMN "level" SET DEFAULT 'low',
  ALTER COLUMN "last" TYPE TEXT;

-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Task"."level" that are no "Grade", where the migration says TODO.
-- note: "Task" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Task"."level" that are no "Grade".

-- TODO: decide on what becomes of values of "Task"."level" that are no "Grade".
-- What stands here only lets the migration be tried.
ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE "Grade" USING (CASE "level"::TEXT WHEN 'mid' THEN 'low' WHEN 'high' THEN 'low' ELSE "level"::TEXT END)::"Grade",
  ALTER COLUMN "level" SET DEFAULT 'low';

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Task"."level" that are no "Level".
-- Does not bring back values of "Task"."level" that are no "Grade".

-- Loses values of "Task"."level" that are no "Level".
ALTER TABLE "Task"
  ALTER COLUMN "level" DROP DEFAULT,
  ALTER COLUMN "level" TYPE "Level" USING (CASE "level"::TEXT WHEN 'top' THEN 'low' ELSE "level"::TEXT END)::"Level",
  ALTER COLUMN "level" SET DEFAULT 'low';

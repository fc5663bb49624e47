-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Poll"."marks" that are no INTEGER, where the migration says TODO.
-- note: "Poll" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Poll"."marks" that are no INTEGER.

-- TODO: decide on what becomes of values of "Poll"."marks" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Poll"
  ALTER COLUMN "votes" TYPE BIGINT[],
  ALTER COLUMN "marks" TYPE INTEGER[] USING CASE WHEN array_to_string("marks", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "marks"::TEXT[]::INTEGER[] WHEN "marks" IS NOT NULL THEN '{}' END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Poll"."votes" that INTEGER has no room for.
-- Does not bring back values of "Poll"."marks" that are no INTEGER.

-- Loses values of "Poll"."votes" that INTEGER has no room for.
ALTER TABLE "Poll"
  ALTER COLUMN "votes" TYPE INTEGER[] USING CASE WHEN array_to_string("votes", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "votes"::NUMERIC[]::INTEGER[] WHEN "votes" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "marks" TYPE TEXT[];

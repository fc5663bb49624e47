-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Count"."big" that INTEGER has no room for, where the migration says TODO.
-- note: Decide on what becomes of values of "Count"."plain" that SMALLINT has no room for, where the migration says TODO.
-- note: Decide on what becomes of values of "Count"."maybe" that SMALLINT has no room for, where the migration says TODO.
-- note: "Count" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Count"."big" that INTEGER has no room for, and values of "Count"."plain" that SMALLINT has no room for, and values of "Count"."maybe" that SMALLINT has no room for.

-- TODO: decide on what becomes of values of "Count"."big" that INTEGER has no room for.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Count"."plain" that SMALLINT has no room for.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Count"."maybe" that SMALLINT has no room for.
-- What stands here only lets the migration be tried.
ALTER TABLE "Count"
  ALTER COLUMN "big" TYPE INTEGER USING CASE WHEN "big" IS NOT NULL THEN least(greatest("big"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "plain" DROP DEFAULT,
  ALTER COLUMN "plain" TYPE SMALLINT USING CASE WHEN "plain" IS NOT NULL THEN least(greatest("plain"::NUMERIC, -32768), 32767)::SMALLINT END,
  ALTER COLUMN "plain" SET DEFAULT 5,
  ALTER COLUMN "maybe" TYPE SMALLINT USING CASE WHEN "maybe" IS NOT NULL THEN least(greatest("maybe"::NUMERIC, -32768), 32767)::SMALLINT END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Count"."big" that INTEGER has no room for, and values of "Count"."plain" that SMALLINT has no room for, and values of "Count"."maybe" that SMALLINT has no room for.

ALTER TABLE "Count"
  ALTER COLUMN "big" TYPE BIGINT,
  ALTER COLUMN "plain" DROP DEFAULT,
  ALTER COLUMN "plain" TYPE INTEGER,
  ALTER COLUMN "plain" SET DEFAULT 5,
  ALTER COLUMN "maybe" TYPE BIGINT;

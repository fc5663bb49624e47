-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Sample"."a" are rounded to 0 digits behind the point, where the migration says TODO.
-- note: Decide on how values of "Sample"."b" are rounded to 2 digits behind the point, where the migration says TODO.
-- note: Decide on values of "Sample"."c" with more than 15 digits, which become others, where the migration says TODO.
-- note: "Sample" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses digits of "Sample"."a" after the first 0 behind the point, and digits of "Sample"."b" after the first 2 behind the point, and digits of "Sample"."c" behind the first 15.

-- TODO: decide on how values of "Sample"."a" are rounded to 0 digits behind the point.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Sample"."b" are rounded to 2 digits behind the point.
-- What stands here only lets the migration be tried.
-- TODO: decide on values of "Sample"."c" with more than 15 digits, which become others.
-- What stands here only lets the migration be tried.
ALTER TABLE "Sample"
  ALTER COLUMN "a" TYPE INTEGER USING CASE WHEN "a" IS NOT NULL THEN least(greatest("a"::NUMERIC, -2147483648), 2147483647)::INTEGER END,
  ALTER COLUMN "b" TYPE DECIMAL(10,2) USING CASE WHEN "b" IS NOT NULL THEN least(greatest("b"::NUMERIC, -99999999.99), 99999999.99)::DECIMAL(10,2) END,
  ALTER COLUMN "c" DROP DEFAULT,
  ALTER COLUMN "c" TYPE DOUBLE PRECISION USING "c"::DOUBLE PRECISION,
  ALTER COLUMN "c" SET DEFAULT 1.5;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Sample"."a" that DOUBLE PRECISION has no room for, and values of "Sample"."b" that DOUBLE PRECISION has no room for, and digits of "Sample"."c" after the first 30 behind the point.
-- Does not bring back digits of "Sample"."a" after the first 0 behind the point, and digits of "Sample"."b" after the first 2 behind the point, and digits of "Sample"."c" behind the first 15.

-- Loses values of "Sample"."a" that DOUBLE PRECISION has no room for.
-- Loses values of "Sample"."b" that DOUBLE PRECISION has no room for.
-- Loses digits of "Sample"."c" after the first 30 behind the point.
ALTER TABLE "Sample"
  ALTER COLUMN "a" TYPE DOUBLE PRECISION USING "a"::DOUBLE PRECISION,
  ALTER COLUMN "b" TYPE DOUBLE PRECISION USING "b"::DOUBLE PRECISION,
  ALTER COLUMN "c" DROP DEFAULT,
  ALTER COLUMN "c" TYPE DECIMAL(65,30) USING CASE WHEN "c" IS NOT NULL THEN least(greatest("c"::NUMERIC, -99999999999999999999999999999999999.999999999999999999999999999999), 99999999999999999999999999999999999.999999999999999999999999999999)::DECIMAL(65,30) END,
  ALTER COLUMN "c" SET DEFAULT 1.5;

-- change type, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Menu"."rates" that DOUBLE PRECISION has no room for, where the migration says TODO.
-- note: "Menu" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Menu"."rates" that DOUBLE PRECISION has no room for.

-- TODO: decide on what becomes of values of "Menu"."rates" that DOUBLE PRECISION has no room for.
-- What stands here only lets the migration be tried.
ALTER TABLE "Menu"
  ALTER COLUMN "names" DROP DEFAULT,
  ALTER COLUMN "names" TYPE TEXT[],
  ALTER COLUMN "names" SET DEFAULT ARRAY['a, b', 'c']::TEXT[],
  ALTER COLUMN "rates" TYPE DOUBLE PRECISION[] USING CASE WHEN array_to_string("rates", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "rates"::NUMERIC[]::DOUBLE PRECISION[] WHEN "rates" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "rates" SET DEFAULT ARRAY[1.5, 2.5]::DOUBLE PRECISION[],
  ALTER COLUMN "one" DROP DEFAULT,
  ALTER COLUMN "one" TYPE TEXT[] USING CASE WHEN "one" IS NULL THEN '{}' ELSE ARRAY["one"::TEXT]::TEXT[] END,
  ALTER COLUMN "one" SET DEFAULT ARRAY['p', 'q, r']::TEXT[],
  ALTER COLUMN "one" DROP NOT NULL,
  ALTER COLUMN "plain" SET DEFAULT ARRAY['a', ' b', '\', '']::TEXT[];

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Menu"."names" that are no INTEGER, and digits of "Menu"."rates" after the first 0 behind the point, and all values but the first of each list in "Menu"."one".
-- Does not bring back values of "Menu"."rates" that DOUBLE PRECISION has no room for.

-- Loses values of "Menu"."names" that are no INTEGER.
-- Loses digits of "Menu"."rates" after the first 0 behind the point.
-- Loses all values but the first of each list in "Menu"."one".
ALTER TABLE "Menu"
  ALTER COLUMN "plain" SET DEFAULT ARRAY['a, b', 'c"d', 'it''s', '{}']::TEXT[],
  ALTER COLUMN "names" DROP DEFAULT,
  ALTER COLUMN "names" TYPE INTEGER[] USING CASE WHEN array_to_string("names", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "names"::TEXT[]::INTEGER[] WHEN "names" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "names" SET DEFAULT ARRAY[1]::INTEGER[],
  ALTER COLUMN "rates" DROP DEFAULT,
  ALTER COLUMN "rates" TYPE INTEGER[] USING CASE WHEN array_to_string("rates", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "rates"::NUMERIC[]::INTEGER[] WHEN "rates" IS NOT NULL THEN '{}' END,
  ALTER COLUMN "one" DROP DEFAULT,
  ALTER COLUMN "one" TYPE TEXT USING coalesce("one"[1]::TEXT, 'x'),
  ALTER COLUMN "one" SET DEFAULT 'x',
  ALTER COLUMN "one" SET NOT NULL;

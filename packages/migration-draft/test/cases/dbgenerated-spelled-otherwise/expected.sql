-- change type, change default, change default, change default, change default

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Lease" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Lease"
  ALTER COLUMN "size" TYPE BIGINT,
  ALTER COLUMN "size" SET DEFAULT 1 + 1,
  ALTER COLUMN "until" SET DEFAULT (CURRENT_TIMESTAMP + '2 days'::interval),
  ALTER COLUMN "tags" SET DEFAULT '{a}'::text[],
  ALTER COLUMN "data" SET DEFAULT '{"a": 1}'::jsonb,
  ALTER COLUMN "code" SET DEFAULT upper('abc');

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Lease"."size" that INTEGER has no room for.

-- Loses values of "Lease"."size" that INTEGER has no room for.
ALTER TABLE "Lease"
  ALTER COLUMN "code" SET DEFAULT lower('ABC' || 'd'),
  ALTER COLUMN "data" SET DEFAULT '{}',
  ALTER COLUMN "tags" SET DEFAULT array[]::text[],
  ALTER COLUMN "until" SET DEFAULT now() + interval '1 day',
  ALTER COLUMN "size" DROP DEFAULT,
  ALTER COLUMN "size" TYPE INTEGER USING CASE WHEN "size" IS NOT NULL THEN least(greatest("size"::NUMERIC, -2147483648), 2147483647)::INTEGER END;

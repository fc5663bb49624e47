-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: "Part" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min

ALTER TABLE "Part"
  ALTER COLUMN "number" DROP DEFAULT,
  ALTER COLUMN "number" TYPE TEXT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses values of "Part"."number" that are no INTEGER.

-- Loses values of "Part"."number" that are no INTEGER.
ALTER TABLE "Part"
  ALTER COLUMN "number" TYPE INTEGER USING CASE WHEN CASE WHEN "number"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "number"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "number"::TEXT::NUMERIC::INTEGER END,
  ALTER COLUMN "number" SET DEFAULT 7;

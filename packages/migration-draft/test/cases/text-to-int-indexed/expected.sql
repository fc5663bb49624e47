-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Part"."number" that are no INTEGER, where the migration says TODO.
-- note: "Part" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Part"."number" that are no INTEGER.

-- TODO: decide on what becomes of values of "Part"."number" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Part" ALTER COLUMN "number" TYPE INTEGER USING CASE WHEN "number" IS NULL THEN NULL WHEN CASE WHEN "number"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "number"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "number"::TEXT::NUMERIC::INTEGER ELSE 0 END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Part"."number" that are no INTEGER.

ALTER TABLE "Part" ALTER COLUMN "number" TYPE TEXT;

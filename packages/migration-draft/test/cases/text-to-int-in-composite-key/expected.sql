-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Line"."bill" that are no INTEGER, where the migration says TODO.
-- note: "Line" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Line"."bill" that are no INTEGER.

-- TODO: decide on what becomes of values of "Line"."bill" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Line" ALTER COLUMN "bill" TYPE INTEGER USING CASE WHEN "bill" IS NULL THEN NULL WHEN CASE WHEN "bill"::TEXT ~ '^[+-]?\d{1,60}(\.\d{1,60})?$' THEN "bill"::TEXT::NUMERIC BETWEEN -2147483648 AND 2147483647 ELSE false END THEN "bill"::TEXT::NUMERIC::INTEGER ELSE hashtext("bill"::TEXT) END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Line"."bill" that are no INTEGER.

ALTER TABLE "Line" ALTER COLUMN "bill" TYPE TEXT;

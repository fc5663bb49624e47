-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Card"."tags" that are no INTEGER, where the migration says TODO.
-- note: "Card" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Card"."tags" that are no INTEGER.

-- TODO: decide on what becomes of values of "Card"."tags" that are no INTEGER.
-- What stands here only lets the migration be tried.
ALTER TABLE "Card" ALTER COLUMN "tags" TYPE INTEGER[] USING CASE WHEN array_to_string("tags", E'\x01') ~ ('^(([+-]?\d{1,9}(\.\d+)?)(' || E'\x01' || '|$))*$') THEN "tags"::TEXT[]::INTEGER[] WHEN "tags" IS NOT NULL THEN '{}' END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Card"."tags" that are no INTEGER.

ALTER TABLE "Card" ALTER COLUMN "tags" TYPE TEXT[];

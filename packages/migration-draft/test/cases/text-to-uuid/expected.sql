-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Token"."value" that are no UUID, where the migration says TODO.
-- note: Decide on what becomes of values of "Token"."other" that are no UUID, where the migration says TODO.
-- note: "Token" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Token"."value" that are no UUID, and values of "Token"."other" that are no UUID.

-- TODO: decide on what becomes of values of "Token"."value" that are no UUID.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Token"."other" that are no UUID.
-- What stands here only lets the migration be tried.
ALTER TABLE "Token"
  ALTER COLUMN "value" TYPE UUID USING CASE WHEN "value" IS NULL THEN NULL WHEN "value"::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN "value"::TEXT::UUID ELSE md5("value"::TEXT)::UUID END,
  ALTER COLUMN "other" TYPE UUID USING CASE WHEN "other"::TEXT ~ '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$' THEN "other"::TEXT::UUID END;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Token"."value" that are no UUID, and values of "Token"."other" that are no UUID.

ALTER TABLE "Token"
  ALTER COLUMN "value" TYPE TEXT,
  ALTER COLUMN "other" TYPE TEXT;

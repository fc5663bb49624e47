-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Event"."body" become Json, where the migration says TODO.
-- note: Decide on what becomes of values of "Event"."meta" that are no JSONB, where the migration says TODO.
-- note: "Event" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Event"."body", and values of "Event"."meta" that are no JSONB.

-- TODO: decide on how values of "Event"."body" become Json.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Event"."meta" that are no JSONB.
-- What stands here only lets the migration be tried.
ALTER TABLE "Event"
  ALTER COLUMN "body" TYPE JSONB USING to_json("body")::JSONB,
  ALTER COLUMN "meta" TYPE JSONB USING "meta"::TEXT::JSONB;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Event"."body", and values of "Event"."meta" that are no JSON.
-- Does not bring back the meaning of values of "Event"."body", and values of "Event"."meta" that are no JSONB.

-- Loses the meaning of values of "Event"."body".
-- Loses values of "Event"."meta" that are no JSON.
ALTER TABLE "Event"
  ALTER COLUMN "body" TYPE TEXT USING "body"::TEXT,
  ALTER COLUMN "meta" TYPE JSON USING "meta"::TEXT::JSON;

-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on what becomes of values of "Tag"."code" that are longer than 8, where the migration says TODO.
-- note: Decide on what becomes of values of "Tag"."text" that are longer than 20, where the migration says TODO.
-- note: "Tag" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses characters of "Tag"."code" behind the first 8, and characters of "Tag"."text" behind the first 20.

-- TODO: decide on what becomes of values of "Tag"."code" that are longer than 8.
-- What stands here only lets the migration be tried.
-- TODO: decide on what becomes of values of "Tag"."text" that are longer than 20.
-- What stands here only lets the migration be tried.
ALTER TABLE "Tag"
  ALTER COLUMN "code" TYPE VARCHAR(8) USING left("code"::TEXT, 8)::VARCHAR(8),
  ALTER COLUMN "text" TYPE VARCHAR(20) USING left("text"::TEXT, 20)::VARCHAR(20);

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back characters of "Tag"."code" behind the first 8, and characters of "Tag"."text" behind the first 20.

ALTER TABLE "Tag"
  ALTER COLUMN "code" TYPE VARCHAR(40),
  ALTER COLUMN "text" TYPE TEXT;

-- change type

-- ======== 1 migrationDraft (the change): rollback lossy
-- note: Decide on how values of "Blob"."data" become String, where the migration says TODO.
-- note: Decide on how values of "Blob"."text" become Bytes, where the migration says TODO.
-- note: "Blob" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses the meaning of values of "Blob"."data", and the meaning of values of "Blob"."text".

-- TODO: decide on how values of "Blob"."data" become String.
-- What stands here only lets the migration be tried.
-- TODO: decide on how values of "Blob"."text" become Bytes.
-- What stands here only lets the migration be tried.
ALTER TABLE "Blob"
  ALTER COLUMN "data" TYPE TEXT USING encode("data", 'base64'),
  ALTER COLUMN "text" TYPE BYTEA USING convert_to("text", 'UTF8');

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Loses the meaning of values of "Blob"."data", and the meaning of values of "Blob"."text".
-- Does not bring back the meaning of values of "Blob"."data", and the meaning of values of "Blob"."text".

-- Loses the meaning of values of "Blob"."data".
-- Loses the meaning of values of "Blob"."text".
ALTER TABLE "Blob"
  ALTER COLUMN "data" TYPE BYTEA USING convert_to("data", 'UTF8'),
  ALTER COLUMN "text" TYPE TEXT USING encode("text", 'base64');

-- create extension, create extension, create index, change type

-- ======== 1 migrationDraft (the change): rollback instant
-- ---- up.sql
CREATE EXTENSION IF NOT EXISTS "citext";

CREATE EXTENSION IF NOT EXISTS "pg_trgm";

-- ---- down.sql
-- migrator: rollback = instant
--
-- There is nothing to undo.

-- ======== 2 migrationDraft indexes: rollback instant
-- ---- up.sql
-- migrator: no-transaction
--
-- Indexes are built while their tables are written to, which PostgreSQL does outside of transactions only.

CREATE INDEX CONCURRENTLY "Word_note_idx" ON "Word" USING GIN ("note" gin_trgm_ops);

-- ---- down.sql
-- migrator: no-transaction
-- migrator: rollback = instant

DROP INDEX CONCURRENTLY "Word_note_idx";

-- ======== 3 migrationDraft switch: rollback lossy
-- note: Decide on what becomes of values of "Word"."text" that are no CITEXT, where the migration says TODO.
-- note: "Word" is rewritten, and nobody can read or write it meanwhile.
-- ---- up.sql
-- migrator: statement-timeout = 30min
--
-- Loses values of "Word"."text" that are no CITEXT.

-- TODO: decide on what becomes of values of "Word"."text" that are no CITEXT.
-- What stands here only lets the migration be tried.
ALTER TABLE "Word" ALTER COLUMN "text" TYPE CITEXT USING "text"::TEXT::CITEXT;

-- ---- down.sql
-- migrator: statement-timeout = 30min
-- migrator: rollback = lossy
--
-- Does not bring back values of "Word"."text" that are no CITEXT.

ALTER TABLE "Word" ALTER COLUMN "text" TYPE TEXT;

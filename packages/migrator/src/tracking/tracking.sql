-- What the migrator keeps in a database, in a namespace of its own: made by the first `up` while the migration lock is held,
-- and again as far as it is missing, behind a restore of the tables alone for example.

-- The ledger: one row for every run of a migration, written before the work begins. What a row may hold is said by
-- its triggers: CHECKs, and domains' more so, are prepared anew for each statement, which took as long as writing the row.
CREATE TABLE IF NOT EXISTS schema_migrations.history (
  id                integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  migration         text NOT NULL,                       -- 001_init
  version           text NOT NULL,                       -- 1.0.0
  sequence          integer NOT NULL,                    -- 1
  completes_version boolean NOT NULL,                    -- the last migration of its version
  direction         text NOT NULL,
  action            text NOT NULL DEFAULT 'run',         -- the first two ran the script, the others record what is so
  checksum          text NOT NULL,                       -- SHA-256 of the script that ran
  status            text NOT NULL DEFAULT 'running',     -- then success, failed or rolled_back
  attempt           integer NOT NULL,
  started_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  finished_at       timestamptz,
  duration_ms       double precision,
  database_user     text NOT NULL DEFAULT session_user,
  os_user           text,
  host              text,
  tool_version      text NOT NULL,
  git_commit        text,
  note              text,                                -- what a repair, an import or a baseline was about
  error             jsonb,                               -- what failed: code, message, SQLSTATE, statement, line, ...
  down_checksum     text                                 -- SHA-256 of the down.sql that was beside an up
);

-- One migration runs at a time, whatever the lock says.
CREATE UNIQUE INDEX IF NOT EXISTS history_one_running ON schema_migrations.history (status) WHERE status = 'running'

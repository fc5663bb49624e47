-- What the migrator keeps in a database, in a namespace of its own.
-- Installed once, by the first `up`, while the migration lock is held.

CREATE SCHEMA schema_migrations;
COMMENT ON SCHEMA schema_migrations IS 'schema-migrator 1';

-- The ledger: one row for every run of a migration, written before the work begins. What a row may hold is said by
-- its triggers: CHECKs, and domains' more so, are prepared anew for each statement, which took as long as writing the row.
CREATE TABLE schema_migrations.history (
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
CREATE UNIQUE INDEX history_one_running ON schema_migrations.history (status) WHERE status = 'running';

-- The statements of a migration without a transaction that are done for good.
CREATE TABLE schema_migrations.statement (
  history_id  integer NOT NULL REFERENCES schema_migrations.history,
  statement   integer NOT NULL CHECK (statement > 0),
  finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  digest      text,                                      -- SHA-256 of its text; older migrators noted none
  PRIMARY KEY (history_id, statement)
);

-- Append-only: a row is inserted running (guard-insert.sql) and closed once. Nothing else is ever changed or removed.
CREATE FUNCTION schema_migrations.guard_close() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed schema_migrations.history := OLD;
BEGIN
  IF OLD.status <> 'running' OR NEW.status NOT IN ('success', 'failed', 'rolled_back') THEN
    RAISE EXCEPTION 'row % of schema_migrations.history cannot be changed', OLD.id
      USING HINT = 'The history is append-only: a row is closed once and then kept.';
  END IF;
  IF (NEW.status = 'failed') <> (NEW.error IS NOT NULL)
    OR NEW.status = (CASE OLD.direction WHEN 'up' THEN 'rolled_back' ELSE 'success' END) THEN
    RAISE EXCEPTION 'row % of schema_migrations.history ran % and cannot end as %', OLD.id, OLD.direction, NEW.status
      USING HINT = 'An up ends as success, a down as rolled_back, either as failed and then with its error.';
  END IF;
  NEW.finished_at := clock_timestamp();
  NEW.duration_ms := extract(epoch FROM NEW.finished_at - OLD.started_at) * 1000;
  closed.status := NEW.status;
  closed.error := NEW.error;
  closed.finished_at := NEW.finished_at;
  closed.duration_ms := NEW.duration_ms;
  IF NEW IS DISTINCT FROM closed THEN
    RAISE EXCEPTION 'row % of schema_migrations.history: only its status and error change', OLD.id;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION schema_migrations.guard_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'schema_migrations.% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING HINT = 'Go back with the migrator''s down, which adds a row.';
END $$;

CREATE TRIGGER close_once BEFORE UPDATE ON schema_migrations.history
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.guard_close();
CREATE TRIGGER keep BEFORE DELETE OR TRUNCATE ON schema_migrations.history
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal();
CREATE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_migrations.statement
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal();

-- What is in the database now: of each migration the last run that changed something, where that was an up.
CREATE VIEW schema_migrations.applied AS
  SELECT * FROM (
    SELECT DISTINCT ON (migration) * FROM schema_migrations.history
    WHERE status IN ('success', 'rolled_back')
    ORDER BY migration, id DESC
  ) AS last_change
  WHERE direction = 'up'
  ORDER BY sequence;

-- The version that the database is at: the highest one whose last migration is applied.
CREATE VIEW schema_migrations.current_version AS
  SELECT version, finished_at AS since FROM schema_migrations.applied
  WHERE completes_version
  ORDER BY sequence DESC
  LIMIT 1;

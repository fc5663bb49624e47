-- How far the statements of a run are that go through a table in batches. A row is changed in the transaction of each
-- batch, as long as its run goes on; a run that takes up another one's begins with what that had.
CREATE TABLE IF NOT EXISTS schema_migrations.batch (
  history_id   integer NOT NULL REFERENCES schema_migrations.history,
  statement    integer NOT NULL CHECK (statement > 0),
  digest       text NOT NULL,                            -- SHA-256 of its text
  range        text NOT NULL,                            -- public.reviews by id
  last_key     text[],                                   -- the next batch begins behind it; NULL before the first
  batches      integer NOT NULL,
  rows_passed  bigint NOT NULL,                          -- rows of the table
  rows_changed bigint NOT NULL,                          -- as the statement reported them
  size         integer NOT NULL CHECK (size > 0),        -- rows of the next batch
  changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (history_id, statement)
);

CREATE OR REPLACE FUNCTION schema_migrations.guard_batch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A row that is older than the end of its run is one that a restore brings.
  IF NOT EXISTS (SELECT FROM schema_migrations.history WHERE id = NEW.history_id
      AND (status = 'running' OR (TG_OP = 'INSERT' AND NEW.changed_at <= finished_at)))
    OR (TG_OP = 'UPDATE' AND (NEW.history_id, NEW.statement) IS DISTINCT FROM (OLD.history_id, OLD.statement)) THEN
    RAISE EXCEPTION 'schema_migrations.batch says how far run % came, which is over', NEW.history_id;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER of_running BEFORE INSERT OR UPDATE ON schema_migrations.batch
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.guard_batch();
CREATE OR REPLACE TRIGGER keep BEFORE DELETE OR TRUNCATE ON schema_migrations.batch
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal()

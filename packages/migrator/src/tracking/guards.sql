-- A row begins as running. One that is closed already comes whole, as a restore of its data brings it.
CREATE OR REPLACE FUNCTION schema_migrations.guard_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.status = 'running') <> (NEW.finished_at IS NULL)
    OR (NEW.status = 'failed') <> (NEW.error IS NOT NULL)
    OR NEW.status NOT IN ('running', 'success', 'failed', 'rolled_back') THEN
    RAISE EXCEPTION 'a row of schema_migrations.history begins as running';
  END IF;
  IF NEW.direction NOT IN ('up', 'down')
    OR NEW.action NOT IN ('run', 'retry', 'baseline', 'import', 'repair')
    OR NEW.attempt < 1
    OR NEW.checksum !~ '^[0-9a-f]{64}$' THEN
    RAISE EXCEPTION 'a row of schema_migrations.history cannot be a % by % in attempt % of the script %',
      NEW.direction, NEW.action, NEW.attempt, NEW.checksum;
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER insert_running BEFORE INSERT ON schema_migrations.history
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.guard_insert();

-- Append-only: a row is inserted running and closed once. Nothing else is ever changed or removed.
CREATE OR REPLACE FUNCTION schema_migrations.guard_close() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE OR REPLACE FUNCTION schema_migrations.guard_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'schema_migrations.% is append-only: % refused', TG_TABLE_NAME, TG_OP
    USING HINT = 'Go back with the migrator''s down, which adds a row.';
END $$;

CREATE OR REPLACE TRIGGER close_once BEFORE UPDATE ON schema_migrations.history
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.guard_close();
CREATE OR REPLACE TRIGGER keep BEFORE DELETE OR TRUNCATE ON schema_migrations.history
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal()

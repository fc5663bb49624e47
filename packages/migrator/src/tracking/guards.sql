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
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.guard_insert()

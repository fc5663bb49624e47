-- Runs that end a version, take one back, or give one its schema.
ALTER TABLE schema_catalog.run
  -- Which version a contract ends, or an abandon takes back.
  ADD COLUMN version text,
  DROP CONSTRAINT run_kind_check,
  DROP CONSTRAINT run_direction_check,
  ADD CONSTRAINT run_kind_check CHECK (kind IN ('migration', 'rollback', 'retry', 'contract', 'abandon', 'adopt')),
  ADD CONSTRAINT run_direction_check CHECK (direction IN ('up', 'down', 'retry', 'contract', 'abandon', 'adopt')),
  ADD CONSTRAINT run_version_check CHECK ((version IS NOT NULL) = (direction IN ('contract', 'abandon')));

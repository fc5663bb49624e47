-- The statements of a migration without a transaction that are done for good.
CREATE TABLE IF NOT EXISTS schema_migrations.statement (
  history_id  integer NOT NULL REFERENCES schema_migrations.history,
  statement   integer NOT NULL CHECK (statement > 0),
  finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  digest      text,                                      -- SHA-256 of its text; older migrators noted none
  PRIMARY KEY (history_id, statement)
);

CREATE OR REPLACE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_migrations.statement
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal();

-- Statements that were sent outside of any transaction, so that the note of their end could not share one with them: who
-- dies between the two leaves a row here and none in statement, and nobody knows whether it is done.
CREATE TABLE IF NOT EXISTS schema_migrations.begun (
  history_id integer NOT NULL REFERENCES schema_migrations.history,
  statement  integer NOT NULL CHECK (statement > 0),
  begun_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  digest     text NOT NULL,                              -- SHA-256 of its text
  PRIMARY KEY (history_id, statement)
);

CREATE OR REPLACE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_migrations.begun
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal()

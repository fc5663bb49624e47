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
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal();

-- Who may read the history reads this, too.
DO $$
DECLARE
  reader text;
BEGIN
  FOR reader IN
    SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END
    FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl)
    WHERE c.oid = 'schema_migrations.history'::pg_catalog.regclass AND privilege_type = 'SELECT' AND grantee <> c.relowner
  LOOP
    EXECUTE pg_catalog.format('GRANT SELECT ON schema_migrations.batch, schema_migrations.begun TO %s', reader);
  END LOOP;
END $$

-- Who may read the history reads every table of ours, those of later layouts too.
DO $$
DECLARE
  tables text;
  reader text;
BEGIN
  SELECT string_agg(c.oid::pg_catalog.regclass::text, ', ') INTO tables
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_class history ON history.oid = 'schema_migrations.history'::pg_catalog.regclass
  WHERE c.relnamespace = history.relnamespace AND c.relowner = history.relowner AND c.relkind IN ('r', 'v');
  FOR reader IN
    SELECT DISTINCT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(grantee)) END
    FROM pg_catalog.pg_class c, pg_catalog.aclexplode(c.relacl)
    WHERE c.oid = 'schema_migrations.history'::pg_catalog.regclass AND privilege_type = 'SELECT' AND grantee <> c.relowner
      AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
  LOOP
    EXECUTE pg_catalog.format('GRANT SELECT ON %s TO %s', tables, reader);
  END LOOP;
END $$

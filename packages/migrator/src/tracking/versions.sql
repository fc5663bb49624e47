-- The versions that are alive side by side: each has a PostgreSQL schema of views, which its clients name in every statement.
-- A version is there as long as that schema is. Beside it stands what somebody has said of its end.

-- Empty, until version-notes.sql has been needed.
CREATE OR REPLACE VIEW schema_migrations.version_note AS
  SELECT NULL::text AS version, NULL::date AS ends_on, NULL::text AS message, NULL::timestamptz AS said_at,
    NULL::timestamptz AS ended_at, NULL::text AS brownout, NULL::timestamptz AS adopted_at
  WHERE false;

-- What the schema of a version is called: db_2_0_0.
CREATE OR REPLACE FUNCTION schema_migrations.version_schema(version text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.concat('db_', pg_catalog.replace(pg_catalog.translate(version, '.-', '__'), '__', '_'))
$$;

-- The schema of a version of ours, where it is there.
CREATE OR REPLACE FUNCTION schema_migrations.schema_of(version text) RETURNS text
LANGUAGE sql STABLE STRICT SET search_path = pg_catalog, pg_temp AS $$
  SELECT n.nspname::text FROM pg_namespace n
  WHERE n.nspname = schema_migrations.version_schema(schema_of.version)
    AND EXISTS (SELECT FROM schema_migrations.history h WHERE h.version = schema_of.version)
$$;

-- Takes the schema of a version away that has views alone.
CREATE OR REPLACE FUNCTION schema_migrations.drop_schema_of(version text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_regclass('schema_migrations.adoption') IS NOT NULL THEN
    DELETE FROM schema_migrations.adoption a WHERE a.version = drop_schema_of.version;
  END IF;
  IF schema_migrations.schema_of(drop_schema_of.version) IS NOT NULL THEN
    EXECUTE format('DROP SCHEMA %I CASCADE', schema_migrations.schema_of(drop_schema_of.version));
  END IF;
END $$;

-- When a version was opened last by a run.
CREATE OR REPLACE FUNCTION schema_migrations.opened_at(version text) RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(max(h.finished_at), '-infinity') FROM schema_migrations.history h
  WHERE h.version = opened_at.version AND h.completes_version AND h.status = 'success' AND h.action IN ('run', 'retry')
$$;

-- Those that somebody may use or has used: begun and not complete, open, retiring, or ended.
CREATE OR REPLACE VIEW schema_migrations.versions AS
  SELECT v.version, n.nspname::text AS schema_name,
    CASE WHEN r.ended_at IS NOT NULL THEN 'ended' WHEN r.ends_on IS NOT NULL THEN 'retiring'
      WHEN v.opened_at IS NULL THEN 'opening' ELSE 'open' END AS state,
    v.opened_at, r.ends_on, r.message, b.brownout, r.ended_at, CASE WHEN n.oid IS NOT NULL THEN b.adopted_at END AS adopted_at
  FROM (SELECT version, max(finished_at) FILTER (WHERE completes_version) AS opened_at FROM schema_migrations.applied GROUP BY version) v
  LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = schema_migrations.version_schema(v.version)
  LEFT JOIN schema_migrations.version_note r ON r.version = v.version AND (r.ended_at IS NULL OR n.oid IS NULL)
    AND coalesce(r.ended_at, r.said_at) > schema_migrations.opened_at(v.version)
  LEFT JOIN schema_migrations.version_note b ON b.version = v.version
  WHERE r.version IS NOT NULL OR v.opened_at IS NULL OR n.oid IS NOT NULL
    OR v.version = (SELECT c.version FROM schema_migrations.current_version c)

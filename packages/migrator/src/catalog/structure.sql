-- A database's structure, a row for each object; one query, because there may be an ocean in between.
-- Runs with an empty search_path, so that every name is printed with its schema.
-- Left out: the system's, what extensions own, the migrator's histories, the catalog of releases.

WITH extension_owned AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), scope AS (
  SELECT oid, quote_ident(nspname) AS name FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'schema_migrations', 'schema_catalog')
    -- The comment that tracking.sql gives to a ledger of any name.
    AND coalesce(obj_description(oid, 'pg_namespace'), '') NOT LIKE 'schema-migrator %'
    -- A list in JSON, or nothing for all of them.
    AND coalesce(nullif(current_setting('schema_migrator.schemas'), '')::jsonb ? nspname, true)
    AND ('pg_namespace'::regclass, oid) NOT IN (SELECT classid, objid FROM extension_owned)
), relation AS (
  SELECT c.oid, c.relkind, c.relispartition, c.relpersistence, c.relrowsecurity, c.reloptions, c.relpartbound,
    scope.name || '.' || quote_ident(c.relname) AS name
  FROM pg_class c JOIN scope ON scope.oid = c.relnamespace
  WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), type AS (
  SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefault,
    scope.name || '.' || quote_ident(t.typname) AS name
  FROM pg_type t JOIN scope ON scope.oid = t.typnamespace
  WHERE t.typtype IN ('e', 'd')
    AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), object (kind, name, "table", properties) AS (

  SELECT 'schema', name, NULL, '{}'::jsonb FROM scope

  UNION ALL
  -- Without its version, which is the server's.
  SELECT 'extension', quote_ident(extname), NULL, '{}' FROM pg_extension WHERE extname <> 'plpgsql'

  UNION ALL
  SELECT 'enum', type.name, NULL, jsonb_build_object(
    'values', (SELECT jsonb_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = type.oid))
  FROM type WHERE typtype = 'e'

  UNION ALL
  SELECT 'domain', type.name, NULL, jsonb_build_object(
    'type', format_type(typbasetype, typtypmod),
    'nullable', NOT typnotnull,
    'default', typdefault,
    'checks', (SELECT jsonb_agg(quote_ident(conname) || ' ' || pg_get_constraintdef(oid) ORDER BY conname)
               FROM pg_constraint WHERE contypid = type.oid AND contype = 'c'))
  FROM type WHERE typtype = 'd'

  UNION ALL
  SELECT 'sequence', relation.name, NULL, jsonb_build_object(
    'type', format_type(seqtypid, NULL),
    'start', seqstart::text,
    'increment', seqincrement::text,
    'minimum', seqmin::text,
    'maximum', seqmax::text,
    'cycle', seqcycle,
    'owned by', (SELECT owner.name || '.' || quote_ident(attname)
                 FROM pg_depend JOIN relation owner ON owner.oid = refobjid
                   JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
                 WHERE classid = 'pg_class'::regclass AND objid = relation.oid AND deptype = 'a'))
  FROM relation JOIN pg_sequence ON seqrelid = relation.oid
  -- The sequence of an identity column is a part of that column.
  WHERE NOT EXISTS (SELECT FROM pg_depend
    WHERE classid = 'pg_class'::regclass AND objid = relation.oid AND deptype = 'i')

  UNION ALL
  SELECT 'table', name, NULL, jsonb_build_object(
    'unlogged', CASE WHEN relpersistence = 'u' THEN true END,
    'row security', CASE WHEN relrowsecurity THEN true END,
    'partitioned by', CASE WHEN relkind = 'p' THEN pg_get_partkeydef(oid) END,
    'partition of', CASE WHEN relispartition THEN (
      SELECT inhparent::regclass || ' ' || pg_get_expr(relpartbound, relation.oid)
      FROM pg_inherits WHERE inhrelid = relation.oid) END)
  FROM relation WHERE relkind IN ('r', 'p')

  UNION ALL
  SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, name, NULL, jsonb_build_object(
    'definition', pg_get_viewdef(oid),
    'options', (SELECT jsonb_agg(option ORDER BY option) FROM unnest(reloptions) AS option))
  FROM relation WHERE relkind IN ('v', 'm')

  UNION ALL
  SELECT 'column', relation.name || '.' || quote_ident(attname), relation.name, jsonb_build_object(
    'type', format_type(atttypid, atttypmod),
    'nullable', NOT attnotnull,
    'default', pg_get_expr(adbin, adrelid),
    'identity', CASE attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END,
    'generated', CASE attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
    'collation', CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text END)
  FROM relation
    JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
    JOIN pg_type ON pg_type.oid = atttypid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind IN ('r', 'p', 'v', 'm')

  UNION ALL
  -- Those of NOT NULL, which have names from PostgreSQL 18 on, are in the column.
  SELECT 'constraint', relation.name || '.' || quote_ident(conname), relation.name,
    jsonb_build_object('definition', pg_get_constraintdef(con.oid))
  FROM relation JOIN pg_constraint con ON conrelid = relation.oid
  WHERE contype IN ('c', 'f', 'p', 'u', 'x') AND conparentid = 0 AND conislocal

  UNION ALL
  SELECT 'index', relation.name, owner.name, jsonb_build_object(
    'definition', pg_get_indexdef(indexrelid),
    'invalid', CASE WHEN NOT indisvalid THEN true END)
  FROM pg_index JOIN relation ON relation.oid = indexrelid JOIN relation owner ON owner.oid = indrelid
  WHERE NOT relation.relispartition
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))

  UNION ALL
  SELECT 'function',
    scope.name || '.' || quote_ident(proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', NULL,
    CASE prokind WHEN 'a' THEN jsonb_build_object('aggregate returning', pg_get_function_result(p.oid))
      ELSE jsonb_build_object('definition', pg_get_functiondef(p.oid)) END
  FROM pg_proc p JOIN scope ON scope.oid = pronamespace
  WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM extension_owned)

  UNION ALL
  SELECT 'trigger', relation.name || '.' || quote_ident(tgname), relation.name, jsonb_build_object(
    'definition', pg_get_triggerdef(tg.oid),
    'fires', CASE tgenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END)
  FROM relation JOIN pg_trigger tg ON tgrelid = relation.oid
  WHERE NOT tgisinternal AND tgparentid = 0

  UNION ALL
  SELECT 'policy', relation.name || '.' || quote_ident(polname), relation.name, jsonb_build_object(
    'permissive', polpermissive,
    'command', polcmd::text,
    'roles', (SELECT jsonb_agg(role ORDER BY role) FROM unnest(polroles::regrole[]::text[]) AS role),
    'using', pg_get_expr(polqual, polrelid),
    'check', pg_get_expr(polwithcheck, polrelid))
  FROM relation JOIN pg_policy ON polrelid = relation.oid
)
SELECT kind, name, "table", jsonb_strip_nulls(properties) AS properties FROM object

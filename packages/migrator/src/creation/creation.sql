-- What makes the objects of a database anew: a row for each, with the statement, and with the numbers by which
-- pg_depend knows it. Runs with an empty search_path, so that every name is printed with its schema.
-- Left out: the system's, what extensions own, the migrator's histories, the catalog of releases.

WITH extension_owned AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), scope AS (
  SELECT oid, quote_ident(nspname) AS name FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'schema_migrations', 'schema_catalog')
    AND coalesce(obj_description(oid, 'pg_namespace'), '') NOT LIKE 'schema-migrator %'
    AND ('pg_namespace'::regclass, oid) NOT IN (SELECT classid, objid FROM extension_owned)
), relation AS (
  SELECT c.*, scope.name || '.' || quote_ident(c.relname) AS name
  FROM pg_class c JOIN scope ON scope.oid = c.relnamespace
  WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), type AS (
  SELECT t.*, scope.name || '.' || quote_ident(t.typname) AS name
  FROM pg_type t JOIN scope ON scope.oid = t.typnamespace
  WHERE ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), routine AS (
  SELECT p.*, scope.name || '.' || quote_ident(p.proname) AS name,
    '(' || pg_get_function_identity_arguments(p.oid) || ')' AS arguments
  FROM pg_proc p JOIN scope ON scope.oid = pronamespace
  WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM extension_owned)
    -- The constructors of a range type come with it.
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i')
), sequence AS (
  SELECT relation.oid, relation.name, relation.relname, relation.relpersistence,
    concat_ws(' ',
      CASE WHEN seqincrement <> 1 THEN 'INCREMENT BY ' || seqincrement END,
      CASE WHEN seqmin <> CASE WHEN seqincrement > 0 THEN 1 ELSE low END THEN 'MINVALUE ' || seqmin END,
      CASE WHEN seqmax <> CASE WHEN seqincrement > 0 THEN high ELSE -1 END THEN 'MAXVALUE ' || seqmax END,
      CASE WHEN seqstart <> CASE WHEN seqincrement > 0 THEN seqmin ELSE seqmax END THEN 'START WITH ' || seqstart END,
      CASE WHEN seqcache <> 1 THEN 'CACHE ' || seqcache END,
      CASE WHEN seqcycle THEN 'CYCLE' END) AS options,
    format_type(seqtypid, NULL) AS type, owner.refobjid AS owner, owner.refobjsubid AS owner_column, owner.deptype
  FROM pg_sequence JOIN relation ON relation.oid = seqrelid
    CROSS JOIN LATERAL (SELECT CASE seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
      ELSE 9223372036854775807 END AS high) AS upper
    CROSS JOIN LATERAL (SELECT -high - 1 AS low) AS lower
    LEFT JOIN pg_depend owner ON owner.classid = 'pg_class'::regclass AND owner.objid = seqrelid
      AND owner.refclassid = 'pg_class'::regclass AND owner.deptype IN ('a', 'i')
), object (kind, name, "table", ids, sql, parts) AS (

  SELECT 'schema', name, NULL, ARRAY['pg_namespace'::regclass::oid || ':' || oid],
    CASE WHEN name <> 'public' THEN 'CREATE SCHEMA ' || name END, NULL::jsonb
  FROM scope

  UNION ALL
  SELECT 'extension', quote_ident(extname), NULL, ARRAY['pg_extension'::regclass::oid || ':' || pg_extension.oid],
    'CREATE EXTENSION IF NOT EXISTS ' || quote_ident(extname) || coalesce(' WITH SCHEMA ' || scope.name, ''), NULL
  FROM pg_extension LEFT JOIN scope ON scope.oid = extnamespace WHERE extname <> 'plpgsql'

  UNION ALL
  SELECT 'collation', scope.name || '.' || quote_ident(collname), NULL,
    ARRAY['pg_collation'::regclass::oid || ':' || c.oid],
    format('CREATE COLLATION %s.%I (%s)', scope.name, collname, concat_ws(', ',
      CASE collprovider WHEN 'i' THEN 'PROVIDER = icu' WHEN 'b' THEN 'PROVIDER = builtin' ELSE 'PROVIDER = libc' END,
      CASE WHEN collprovider = 'c' THEN format('LC_COLLATE = %L, LC_CTYPE = %L', collcollate, collctype)
        ELSE format('LOCALE = %L', coalesce(to_jsonb(c) ->> 'colllocale', to_jsonb(c) ->> 'colliculocale', collcollate)) END,
      CASE WHEN NOT collisdeterministic THEN 'DETERMINISTIC = false' END)), NULL
  FROM pg_collation c JOIN scope ON scope.oid = collnamespace
  WHERE ('pg_collation'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extension_owned)

  UNION ALL
  SELECT 'enum', name, NULL, ARRAY['pg_type'::regclass::oid || ':' || oid, 'pg_type'::regclass::oid || ':' || typarray],
    format('CREATE TYPE %s AS ENUM (%s)', name,
      (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = type.oid)),
    NULL
  FROM type WHERE typtype = 'e'

  UNION ALL
  SELECT 'domain', name, NULL,
    ARRAY['pg_type'::regclass::oid || ':' || oid, 'pg_type'::regclass::oid || ':' || typarray]
      || (SELECT array_agg('pg_constraint'::regclass::oid || ':' || con.oid) FROM pg_constraint con WHERE contypid = type.oid),
    concat_ws(' ', 'CREATE DOMAIN', name, 'AS', format_type(typbasetype, typtypmod),
      CASE WHEN typcollation <> 0
        AND typcollation <> (SELECT base.typcollation FROM pg_type base WHERE base.oid = type.typbasetype)
        THEN 'COLLATE ' || typcollation::regcollation END,
      'DEFAULT ' || typdefault,
      CASE WHEN typnotnull THEN 'NOT NULL' END,
      (SELECT string_agg(format('CONSTRAINT %I %s', conname, pg_get_constraintdef(con.oid)), ' ' ORDER BY conname)
       FROM pg_constraint con WHERE contypid = type.oid AND contype = 'c')), NULL
  FROM type WHERE typtype = 'd'

  UNION ALL
  SELECT 'type', type.name, NULL,
    ARRAY['pg_type'::regclass::oid || ':' || type.oid, 'pg_type'::regclass::oid || ':' || typarray,
      'pg_class'::regclass::oid || ':' || typrelid],
    format(E'CREATE TYPE %s AS (\n    %s\n)', type.name,
      (SELECT string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), E',\n    ' ORDER BY attnum)
       FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0 AND NOT attisdropped)), NULL
  FROM type JOIN pg_class ON pg_class.oid = typrelid WHERE typtype = 'c' AND relkind = 'c'

  UNION ALL
  SELECT 'type', type.name, NULL,
    ARRAY['pg_type'::regclass::oid || ':' || type.oid, 'pg_type'::regclass::oid || ':' || type.typarray,
      'pg_type'::regclass::oid || ':' || rngmultitypid],
    format('CREATE TYPE %s AS RANGE (%s)', type.name, concat_ws(', ',
      'SUBTYPE = ' || format_type(rngsubtype, NULL),
      CASE WHEN rngsubdiff::oid <> 0 THEN 'SUBTYPE_DIFF = ' || rngsubdiff END,
      'MULTIRANGE_TYPE_NAME = ' || rngmultitypid::regtype)), NULL
  FROM type JOIN pg_range ON rngtypid = type.oid

  UNION ALL
  SELECT 'sequence', name, (SELECT relation.name FROM relation WHERE relation.oid = owner),
    ARRAY['pg_class'::regclass::oid || ':' || oid],
    concat_ws(' ', 'CREATE' || CASE relpersistence WHEN 'u' THEN ' UNLOGGED' ELSE '' END, 'SEQUENCE', name,
      CASE WHEN type <> 'bigint' THEN 'AS ' || type END, nullif(options, '')), NULL
  FROM sequence WHERE deptype IS DISTINCT FROM 'i'

  UNION ALL
  SELECT 'owner', sequence.name, relation.name, ARRAY['owner:' || sequence.oid],
    format('ALTER SEQUENCE %s OWNED BY %s.%I', sequence.name, relation.name, attname),
    jsonb_build_object('needs', ARRAY['pg_class'::regclass::oid || ':' || sequence.oid,
      'pg_class'::regclass::oid || ':' || relation.oid])
  FROM sequence JOIN relation ON relation.oid = owner JOIN pg_attribute ON attrelid = owner AND attnum = owner_column
  WHERE deptype = 'a'

  UNION ALL
  SELECT 'function', name || arguments, NULL, ARRAY['pg_proc'::regclass::oid || ':' || oid], pg_get_functiondef(oid), NULL
  FROM routine WHERE prokind <> 'a' AND prolang NOT IN (SELECT oid FROM pg_language WHERE lanname IN ('c', 'internal'))

  UNION ALL
  SELECT 'function', name || arguments, NULL, ARRAY['pg_proc'::regclass::oid || ':' || routine.oid],
    format('CREATE AGGREGATE %s(%s) (%s)', name, pg_get_function_arguments(routine.oid), concat_ws(', ',
      'SFUNC = ' || aggtransfn, 'STYPE = ' || format_type(aggtranstype, NULL),
      CASE WHEN aggfinalfn::oid <> 0 THEN 'FINALFUNC = ' || aggfinalfn END,
      CASE WHEN aggcombinefn::oid <> 0 THEN 'COMBINEFUNC = ' || aggcombinefn END,
      'INITCOND = ' || quote_literal(agginitval))), NULL
  FROM routine JOIN pg_aggregate ON aggfnoid = routine.oid WHERE prokind = 'a' AND aggkind = 'n'

  UNION ALL
  SELECT 'table', name, NULL,
    ARRAY['pg_class'::regclass::oid || ':' || oid, 'pg_type'::regclass::oid || ':' || reltype,
      'pg_type'::regclass::oid || ':' || (SELECT typarray FROM pg_type WHERE pg_type.oid = reltype)],
    'CREATE ' || CASE relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END || 'TABLE ' || name,
    jsonb_build_object(
      'partition', CASE WHEN relispartition THEN (
        SELECT 'PARTITION OF ' || inhparent::regclass || ' ' || pg_get_expr(relpartbound, relation.oid)
        FROM pg_inherits WHERE inhrelid = relation.oid) END,
      'suffix', concat_ws(' ',
        CASE WHEN NOT relispartition THEN (SELECT 'INHERITS (' || string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) || ')'
          FROM pg_inherits WHERE inhrelid = relation.oid) END,
        CASE WHEN relkind = 'p' THEN 'PARTITION BY ' || pg_get_partkeydef(oid) END,
        'WITH (' || array_to_string(reloptions, ', ') || ')'),
      'columns', (SELECT jsonb_agg(jsonb_build_object(
          'text', concat_ws(' ', quote_ident(attname), format_type(atttypid, atttypmod),
            CASE WHEN attcollation <> typcollation THEN 'COLLATE ' || attcollation::regcollation END,
            CASE attgenerated WHEN 's' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || ') STORED'
              WHEN 'v' THEN 'GENERATED ALWAYS AS (' || pg_get_expr(adbin, adrelid) || ') VIRTUAL' END,
            CASE attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END
              || coalesce(' (' || nullif(concat_ws(' ',
                CASE WHEN sequence.relname <> relation.relname || '_' || attname || '_seq' THEN 'SEQUENCE NAME ' || sequence.name END,
                nullif(sequence.options, '')), '') || ')', ''),
            CASE WHEN attnotnull THEN 'NOT NULL' END),
          'default', 'pg_attrdef'::regclass::oid || ':' || CASE WHEN attgenerated = '' THEN pg_attrdef.oid END,
          'expression', pg_get_expr(adbin, adrelid)) ORDER BY attnum)
        FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
          LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
          LEFT JOIN sequence ON sequence.owner = attrelid AND sequence.owner_column = attnum AND sequence.deptype = 'i'
        WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped AND attislocal))
  FROM relation WHERE relkind IN ('r', 'p')

  UNION ALL
  SELECT 'table setting', name, name, ARRAY['setting:' || oid],
    concat_ws(E';\n',
      CASE WHEN relrowsecurity THEN 'ALTER TABLE ' || name || ' ENABLE ROW LEVEL SECURITY' END,
      CASE WHEN relforcerowsecurity THEN 'ALTER TABLE ' || name || ' FORCE ROW LEVEL SECURITY' END,
      CASE relreplident WHEN 'f' THEN 'ALTER TABLE ' || name || ' REPLICA IDENTITY FULL'
        WHEN 'n' THEN 'ALTER TABLE ' || name || ' REPLICA IDENTITY NOTHING' END),
    jsonb_build_object('needs', ARRAY['pg_class'::regclass::oid || ':' || oid])
  FROM relation WHERE relkind IN ('r', 'p') AND (relrowsecurity OR relforcerowsecurity OR relreplident IN ('f', 'n'))

  UNION ALL
  -- Those of generated columns are in the columns.
  SELECT 'default', relation.name || '.' || quote_ident(attname), relation.name, ARRAY['pg_attrdef'::regclass::oid || ':' || pg_attrdef.oid],
    format('ALTER %s %s ALTER COLUMN %I SET DEFAULT %s', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END,
      relation.name, attname, pg_get_expr(adbin, adrelid)),
    jsonb_build_object('owner', 'pg_class'::regclass::oid || ':' || adrelid,
      'generated', attgenerated <> '', 'inherited', NOT attislocal)
  FROM relation JOIN pg_attrdef ON adrelid = relation.oid JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
  WHERE relkind IN ('r', 'p', 'v') AND NOT relispartition

  UNION ALL
  SELECT CASE contype WHEN 'f' THEN 'foreign key' ELSE 'constraint' END, relation.name || '.' || quote_ident(conname), relation.name,
    ARRAY['pg_constraint'::regclass::oid || ':' || con.oid, 'pg_class'::regclass::oid || ':' || CASE WHEN contype IN ('p', 'u', 'x') THEN conindid END],
    format('ALTER TABLE %s ADD CONSTRAINT %I %s', relation.name, conname, pg_get_constraintdef(con.oid)),
    jsonb_build_object('owner', 'pg_class'::regclass::oid || ':' || conrelid, 'later', NOT convalidated OR relispartition,
      'text', format('CONSTRAINT %I %s', conname, pg_get_constraintdef(con.oid)))
  FROM relation JOIN pg_constraint con ON conrelid = relation.oid
  WHERE contype IN ('c', 'f', 'p', 'u', 'x') AND conparentid = 0 AND conislocal

  UNION ALL
  SELECT 'index', relation.name, owner.name, ARRAY['pg_class'::regclass::oid || ':' || relation.oid],
    CASE owner.relkind WHEN 'p' THEN replace(pg_get_indexdef(indexrelid), ' ON ONLY ', ' ON ') ELSE pg_get_indexdef(indexrelid) END,
    jsonb_build_object('replica', CASE WHEN indisreplident THEN 'ALTER TABLE ' || owner.name || ' REPLICA IDENTITY USING INDEX ' || quote_ident(relation.relname) END)
  FROM pg_index JOIN relation ON relation.oid = indexrelid JOIN relation owner ON owner.oid = indrelid
  WHERE NOT relation.relispartition
    AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))

  UNION ALL
  SELECT CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, name, NULL,
    ARRAY['pg_class'::regclass::oid || ':' || relation.oid, 'pg_type'::regclass::oid || ':' || reltype,
      'pg_type'::regclass::oid || ':' || (SELECT typarray FROM pg_type WHERE pg_type.oid = reltype),
      'pg_rewrite'::regclass::oid || ':' || pg_rewrite.oid],
    format(E'CREATE %s %s%s AS\n%s%s', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'MATERIALIZED VIEW' END, name,
      coalesce(' WITH (' || array_to_string(reloptions, ', ') || ')', ''), rtrim(pg_get_viewdef(relation.oid), ';'),
      CASE WHEN NOT relispopulated THEN E'\nWITH NO DATA' ELSE '' END), NULL
  FROM relation JOIN pg_rewrite ON ev_class = relation.oid AND rulename = '_RETURN' WHERE relkind IN ('v', 'm')

  UNION ALL
  SELECT 'rule', relation.name || '.' || quote_ident(rulename), relation.name, ARRAY['pg_rewrite'::regclass::oid || ':' || pg_rewrite.oid],
    rtrim(pg_get_ruledef(pg_rewrite.oid), ';'), NULL
  FROM relation JOIN pg_rewrite ON ev_class = relation.oid WHERE rulename <> '_RETURN'

  UNION ALL
  SELECT 'statistics', scope.name || '.' || quote_ident(stxname), stxrelid::regclass::text,
    ARRAY['pg_statistic_ext'::regclass::oid || ':' || s.oid], pg_get_statisticsobjdef(s.oid), NULL
  FROM pg_statistic_ext s JOIN scope ON scope.oid = stxnamespace JOIN relation ON relation.oid = stxrelid

  UNION ALL
  SELECT 'trigger', relation.name || '.' || quote_ident(tgname), relation.name, ARRAY['pg_trigger'::regclass::oid || ':' || tg.oid],
    concat_ws(E';\n', pg_get_triggerdef(tg.oid), 'ALTER TABLE ' || relation.name || CASE tgenabled
      WHEN 'D' THEN ' DISABLE TRIGGER ' WHEN 'R' THEN ' ENABLE REPLICA TRIGGER ' WHEN 'A' THEN ' ENABLE ALWAYS TRIGGER ' END || quote_ident(tgname)), NULL
  FROM relation JOIN pg_trigger tg ON tgrelid = relation.oid
  WHERE NOT tgisinternal AND tgparentid = 0

  UNION ALL
  SELECT 'policy', relation.name || '.' || quote_ident(polname), relation.name, ARRAY['pg_policy'::regclass::oid || ':' || pg_policy.oid],
    concat_ws(' ', 'CREATE POLICY', quote_ident(polname), 'ON', relation.name,
      CASE WHEN NOT polpermissive THEN 'AS RESTRICTIVE' END,
      'FOR ' || CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      'TO ' || (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE role::regrole::text END, ', ') FROM unnest(polroles) AS role),
      'USING (' || pg_get_expr(polqual, polrelid) || ')',
      'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')'),
    jsonb_build_object('roles', (SELECT jsonb_agg(role::regrole::text) FROM unnest(polroles) AS role WHERE role <> 0))
  FROM relation JOIN pg_policy ON polrelid = relation.oid
)
SELECT kind, name, "table", array_remove(ids, NULL) AS ids, sql, jsonb_strip_nulls(parts) AS parts,
  -- Of the object itself and of its columns: pg_description knows them by the first of its numbers.
  CASE WHEN kind NOT IN ('owner', 'table setting', 'default', 'extension') THEN (
    SELECT jsonb_agg(jsonb_build_object(
      'path', CASE WHEN kind = 'schema' THEN NULL ELSE (
        SELECT array_remove(ARRAY[nspname::text, relname, (SELECT attname::text FROM pg_attribute WHERE attrelid = c.oid AND attnum = objsubid)], NULL)
        FROM (SELECT oid, relnamespace, relname::text FROM pg_class WHERE classoid = 'pg_class'::regclass AND oid = objoid
          UNION ALL SELECT oid, typnamespace, typname FROM pg_type WHERE classoid = 'pg_type'::regclass AND oid = objoid) c
        JOIN pg_namespace n ON n.oid = relnamespace) END,
      'text', description, 'sql',
      format('COMMENT ON %s %s IS %s',
        CASE WHEN objsubid > 0 THEN 'COLUMN' WHEN kind IN ('enum', 'type', 'domain') THEN 'TYPE'
          WHEN identified.type = 'table constraint' THEN 'CONSTRAINT' WHEN identified.type = 'statistics object' THEN 'STATISTICS'
          ELSE upper(identified.type) END,
        identified.identity, quote_literal(description))) ORDER BY objsubid)
    FROM pg_description, pg_identify_object(classoid, objoid, objsubid) AS identified
    WHERE classoid || ':' || objoid = ids[1] AND description <> 'standard public schema') END AS comments
FROM object

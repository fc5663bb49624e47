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
  SELECT c.oid, c.relkind, c.relispartition, c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.relreplident,
    c.reloptions, c.relpartbound, c.reltype, c.relowner, c.relacl, scope.name || '.' || quote_ident(c.relname) AS name
  FROM pg_class c JOIN scope ON scope.oid = c.relnamespace
  WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), type AS (
  SELECT t.oid, t.typtype, t.typbasetype, t.typtypmod, t.typnotnull, t.typdefault, t.typowner, t.typacl,
    scope.name || '.' || quote_ident(t.typname) AS name
  FROM pg_type t JOIN scope ON scope.oid = t.typnamespace
  WHERE t.typtype IN ('e', 'd')
    AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM extension_owned)
), trigger_state AS (
  SELECT tg.oid, tgrelid, coalesce(quote_ident(conname), quote_ident(tgname)) AS name,
    CASE tgenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' ELSE 'as usual' END AS fires
  FROM pg_trigger tg LEFT JOIN pg_constraint con ON con.oid = tgconstraint
  -- Of constraints, and of partitions: a trigger of a name of its own is an object.
  WHERE (tgisinternal OR tgparentid <> 0)
    AND tgenabled <> coalesce((SELECT parent.tgenabled FROM pg_trigger parent WHERE parent.oid = tg.tgparentid), 'O')
), migrating AS (
  -- Who owns the histories; where there is none, who asks.
  SELECT nspowner AS role FROM pg_namespace
  WHERE coalesce(obj_description(oid, 'pg_namespace'), '') LIKE 'schema-migrator %'
  UNION SELECT oid FROM pg_roles WHERE rolname = current_user AND NOT EXISTS (SELECT FROM pg_namespace
    WHERE coalesce(obj_description(oid, 'pg_namespace'), '') LIKE 'schema-migrator %')
), held (name, "table", owner, acl, type, initial) AS (
  -- Of the schema public, what initdb gave.
  SELECT scope.name, NULL, nspowner, nspacl, 'n'::"char",
    (SELECT initprivs FROM pg_init_privs WHERE classoid = 'pg_namespace'::regclass AND objoid = n.oid)
  FROM scope JOIN pg_namespace n ON n.oid = scope.oid
  UNION ALL
  SELECT name, name, relowner, relacl, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", NULL FROM relation
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
  UNION ALL
  SELECT relation.name || '.' || quote_ident(attname), relation.name, relowner, attacl, 'c', NULL
  FROM relation JOIN pg_attribute ON attrelid = relation.oid WHERE attacl IS NOT NULL AND NOT attisdropped
  UNION ALL
  SELECT name, NULL, typowner, typacl, 'T', NULL FROM type
  UNION ALL
  SELECT scope.name || '.' || quote_ident(proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', NULL,
    proowner, proacl, 'f', NULL
  FROM pg_proc p JOIN scope ON scope.oid = pronamespace
  WHERE ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM extension_owned)
  UNION ALL
  SELECT 'server ' || quote_ident(srvname), NULL, srvowner, srvacl, 'S', NULL FROM pg_foreign_server
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
    'cache', CASE WHEN seqcache <> 1 THEN seqcache::text END,
    'unlogged', CASE WHEN relpersistence = 'u' THEN true END,
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
    'row security of the owner', CASE WHEN relforcerowsecurity THEN true END,
    'replica identity', CASE relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' WHEN 'i' THEN (
      SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = relation.oid AND indisreplident) END,
    'triggers', (SELECT jsonb_agg(DISTINCT trigger_state.name || ': ' || fires)
                 FROM trigger_state WHERE tgrelid = relation.oid),
    'inherits', CASE WHEN NOT relispartition THEN (
      SELECT jsonb_agg(inhparent::regclass::text ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = relation.oid) END,
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
    'identity options', CASE WHEN attidentity <> '' THEN (
      SELECT jsonb_build_array('start ' || seqstart, 'increment ' || seqincrement, 'minimum ' || seqmin,
        'maximum ' || seqmax, 'cache ' || seqcache, CASE WHEN seqcycle THEN 'cycle' ELSE 'no cycle' END)
      FROM pg_depend JOIN pg_sequence ON seqrelid = objid
      WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
        AND refobjid = attrelid AND refobjsubid = attnum AND deptype = 'i') END,
    'not null', CASE WHEN (attrelid, attnum) IN (SELECT conrelid, conkey[1] FROM pg_constraint
      WHERE contype = 'n' AND NOT convalidated) THEN 'not valid' END,
    'generated', CASE attgenerated WHEN 's' THEN 'stored' WHEN 'v' THEN 'virtual' END,
    'collation', CASE WHEN attcollation <> typcollation THEN attcollation::regcollation::text END)
  FROM relation
    JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
    JOIN pg_type ON pg_type.oid = atttypid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind IN ('r', 'p', 'v', 'm', 'f')

  UNION ALL
  -- Those of NOT NULL, which have names from PostgreSQL 18 on, are in the column.
  SELECT 'constraint', relation.name || '.' || quote_ident(conname), relation.name,
    jsonb_build_object(
      'definition', pg_get_constraintdef(con.oid),
      'invalid index', (SELECT true FROM pg_index
        WHERE indexrelid = conindid AND contype IN ('p', 'u', 'x') AND NOT (indisvalid AND indisready)))
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
    CASE prokind WHEN 'a' THEN jsonb_build_object(
        'aggregate returning', pg_get_function_result(p.oid),
        'aggregate', (SELECT jsonb_build_array('sfunc ' || aggtransfn, 'stype ' || format_type(aggtranstype, NULL),
          'finalfunc ' || aggfinalfn, 'combinefunc ' || aggcombinefn, 'initcond ' || coalesce(quote_literal(agginitval), 'none'),
          'sortop ' || aggsortop::regoperator, 'kind ' || aggkind::text, 'parallel ' || proparallel::text)
          FROM pg_aggregate WHERE aggfnoid = p.oid))
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

  UNION ALL
  SELECT 'composite type', relation.name, NULL, jsonb_build_object('attributes', (
    SELECT jsonb_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod) ||
      CASE WHEN attcollation <> typcollation THEN ' COLLATE ' || attcollation::regcollation ELSE '' END ORDER BY attnum)
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = relation.oid AND attnum > 0 AND NOT attisdropped))
  FROM relation WHERE relkind = 'c'

  UNION ALL
  SELECT 'rule', relation.name || '.' || quote_ident(rulename), relation.name, jsonb_build_object(
    'definition', pg_get_ruledef(r.oid),
    'fires', CASE ev_enabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END)
  FROM relation JOIN pg_rewrite r ON ev_class = relation.oid WHERE rulename <> '_RETURN'

  UNION ALL
  SELECT 'foreign table', relation.name, NULL, jsonb_build_object(
    'server', quote_ident(srvname), 'options', (SELECT jsonb_agg(option ORDER BY option) FROM unnest(ftoptions) AS option))
  FROM relation JOIN pg_foreign_table ON ftrelid = relation.oid JOIN pg_foreign_server s ON s.oid = ftserver

  UNION ALL
  -- Of what may be secret the name alone.
  SELECT 'foreign server', quote_ident(srvname), NULL, jsonb_build_object(
    'wrapper', quote_ident(fdwname),
    'options', (SELECT jsonb_agg(CASE WHEN option ~* '^[^=]*(pass|secret|token|key)' THEN split_part(option, '=', 1)
      ELSE option END ORDER BY option) FROM unnest(srvoptions) AS option))
  FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = srvfdw
  WHERE ('pg_foreign_server'::regclass, s.oid) NOT IN (SELECT classid, objid FROM extension_owned)

  UNION ALL
  SELECT 'event trigger', quote_ident(evtname), NULL, jsonb_build_object(
    'event', evtevent, 'function', evtfoid::regprocedure::text,
    'tags', (SELECT jsonb_agg(tag ORDER BY tag) FROM unnest(evttags) AS tag),
    'fires', CASE evtenabled WHEN 'D' THEN 'never' WHEN 'R' THEN 'on replicas' WHEN 'A' THEN 'always' END)
  FROM pg_event_trigger e
  WHERE ('pg_event_trigger'::regclass, e.oid) NOT IN (SELECT classid, objid FROM extension_owned)

  UNION ALL
  -- Columns and filters are there from PostgreSQL 15 on.
  SELECT 'publication', quote_ident(p.pubname), NULL, jsonb_build_object(
    'all tables', CASE WHEN puballtables THEN true END,
    'via root', CASE WHEN pubviaroot THEN true END,
    'actions', jsonb_build_array(pubinsert, pubupdate, pubdelete, pubtruncate)::text,
    'tables', CASE WHEN NOT puballtables THEN (
      SELECT jsonb_agg(format('%I.%I', schemaname, tablename)
        || CASE WHEN to_jsonb(pr) ->> 'prattrs' IS NULL THEN '' ELSE ' ' || (to_jsonb(pt) ->> 'attnames') END
        || coalesce(' WHERE ' || (to_jsonb(pt) ->> 'rowfilter'), '') ORDER BY schemaname, tablename)
      FROM pg_publication_tables pt
        LEFT JOIN (pg_publication_rel pr JOIN pg_class c ON c.oid = prrelid JOIN pg_namespace n ON n.oid = relnamespace)
          ON prpubid = p.oid AND nspname = schemaname AND relname = tablename
      WHERE pt.pubname = p.pubname) END)
  FROM pg_publication p

  UNION ALL
  SELECT 'rights', held.name, held."table", jsonb_build_object(
    'owner', CASE WHEN owner IN (SELECT role FROM migrating) OR (type = 'n' AND held.name = 'public') THEN NULL
      ELSE owner::regrole::text END,
    'grants', CASE WHEN granted.now <> granted.made THEN granted.now END)
  FROM held, LATERAL (
    SELECT coalesce(jsonb_agg(text ORDER BY text) FILTER (WHERE is_now), '[]') AS now,
      coalesce(jsonb_agg(text ORDER BY text) FILTER (WHERE NOT is_now), '[]') AS made
    FROM (
      SELECT is_now, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END || ': ' ||
        -- MAINTAIN is one of all from PostgreSQL 17 on.
        CASE WHEN type = 'r' AND count(*) FILTER (WHERE privilege_type <> 'MAINTAIN') = 7 THEN 'ALL'
          ELSE string_agg(privilege_type, ', ' ORDER BY privilege_type) END ||
        CASE WHEN is_grantable THEN ' with grant option' ELSE '' END AS text
      FROM (SELECT true AS is_now, (aclexplode(coalesce(acl, acldefault(type, owner)))).*
        UNION ALL SELECT false, (aclexplode(coalesce(initial, acldefault(type, owner)))).*) AS item
      WHERE grantee <> owner AND grantee NOT IN (SELECT role FROM migrating)
      GROUP BY is_now, grantee, is_grantable
    ) AS list) AS granted
  WHERE (acl IS NOT NULL AND granted.now <> granted.made)
    OR NOT (owner IN (SELECT role FROM migrating) OR (type = 'n' AND held.name = 'public'))

  UNION ALL
  SELECT 'default privileges',
    concat('of ', CASE WHEN defaclrole IN (SELECT role FROM migrating) THEN 'the migrating role' ELSE defaclrole::regrole::text END,
      ' on ', CASE defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions'
        WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas' ELSE defaclobjtype::text END, ' in ' || scope.name),
    NULL, jsonb_build_object('grants', (
      SELECT coalesce(jsonb_agg(concat(CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END, ': ', privilege_type,
        CASE WHEN is_grantable THEN ' with grant option' END)
        ORDER BY grantee::regrole::text, privilege_type), '[]')
      FROM aclexplode(defaclacl) WHERE grantee <> defaclrole AND privilege_type <> 'MAINTAIN'))
  FROM pg_default_acl LEFT JOIN scope ON scope.oid = defaclnamespace
  WHERE defaclnamespace = 0 OR scope.oid IS NOT NULL
)
SELECT kind, name, "table", jsonb_strip_nulls(properties) AS properties FROM object

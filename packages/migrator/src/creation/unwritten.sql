-- What is in a database and creation.sql has no statement for.
WITH extension_owned AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), scope AS (
  SELECT oid, quote_ident(nspname) AS name FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'schema_migrations', 'schema_catalog')
    AND coalesce(obj_description(oid, 'pg_namespace'), '') NOT LIKE 'schema-migrator %'
    AND ('pg_namespace'::regclass, oid) NOT IN (SELECT classid, objid FROM extension_owned)
), object (kind, name, class, oid) AS (
  SELECT 'foreign table', scope.name || '.' || quote_ident(relname), 'pg_class'::regclass, c.oid
  FROM pg_class c JOIN scope ON scope.oid = relnamespace WHERE relkind = 'f'
  UNION ALL
  SELECT 'foreign server', quote_ident(srvname), 'pg_foreign_server'::regclass, oid FROM pg_foreign_server
  UNION ALL
  SELECT 'event trigger', quote_ident(evtname), 'pg_event_trigger'::regclass, oid FROM pg_event_trigger
  UNION ALL
  SELECT 'publication', quote_ident(pubname), 'pg_publication'::regclass, oid FROM pg_publication
  UNION ALL
  SELECT 'subscription', quote_ident(subname), 'pg_subscription'::regclass, oid FROM pg_subscription
  WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION ALL
  SELECT 'function in C', scope.name || '.' || quote_ident(proname), 'pg_proc'::regclass, p.oid
  FROM pg_proc p JOIN scope ON scope.oid = pronamespace
  WHERE prolang IN (SELECT oid FROM pg_language WHERE lanname IN ('c', 'internal')) AND prokind <> 'a'
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'i')
  UNION ALL
  SELECT 'base type', scope.name || '.' || quote_ident(typname), 'pg_type'::regclass, t.oid
  FROM pg_type t JOIN scope ON scope.oid = typnamespace WHERE typtype = 'b' AND typcategory <> 'A'
  UNION ALL
  SELECT 'operator', scope.name || '.' || oprname, 'pg_operator'::regclass, o.oid
  FROM pg_operator o JOIN scope ON scope.oid = oprnamespace
  UNION ALL
  SELECT 'operator class', scope.name || '.' || quote_ident(opcname), 'pg_opclass'::regclass, o.oid
  FROM pg_opclass o JOIN scope ON scope.oid = opcnamespace
  UNION ALL
  SELECT 'cast', format_type(castsource, NULL) || ' AS ' || format_type(casttarget, NULL), 'pg_cast'::regclass, oid
  FROM pg_cast c WHERE oid >= 16384
    -- That of a range to its multirange comes with it.
    AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_cast'::regclass AND objid = c.oid AND deptype = 'i')
  UNION ALL
  SELECT 'language', quote_ident(lanname), 'pg_language'::regclass, oid FROM pg_language WHERE oid >= 16384
  UNION ALL
  SELECT 'text search configuration', scope.name || '.' || quote_ident(cfgname), 'pg_ts_config'::regclass, c.oid
  FROM pg_ts_config c JOIN scope ON scope.oid = cfgnamespace
  UNION ALL
  SELECT 'text search dictionary', scope.name || '.' || quote_ident(dictname), 'pg_ts_dict'::regclass, d.oid
  FROM pg_ts_dict d JOIN scope ON scope.oid = dictnamespace
  UNION ALL
  SELECT 'ordered-set aggregate', scope.name || '.' || quote_ident(proname), 'pg_proc'::regclass, p.oid
  FROM pg_proc p JOIN scope ON scope.oid = pronamespace JOIN pg_aggregate ON aggfnoid = p.oid WHERE aggkind <> 'n'
  UNION ALL
  SELECT 'default privileges', 'of ' || defaclrole::regrole, 'pg_default_acl'::regclass, oid FROM pg_default_acl
)
SELECT DISTINCT kind, name FROM object WHERE (class, oid) NOT IN (SELECT classid, objid FROM extension_owned)
UNION ALL
SELECT 'privileges', 'on ' || count(*) || CASE count(*) WHEN 1 THEN ' table' ELSE ' tables' END FROM pg_class c JOIN scope ON scope.oid = relnamespace
WHERE relacl IS NOT NULL AND relkind IN ('r', 'p', 'v', 'm', 'S')
  AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM extension_owned)
HAVING count(*) > 0
ORDER BY 1, 2

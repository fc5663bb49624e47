-- The handshake: a client says hello and learns which version the database is at, and whether it works there. Anybody
-- may call the function; the tables stay closed.

-- How a client of one version fares on a database of another, as the files of the releases say.
CREATE TABLE IF NOT EXISTS schema_migrations.client_verdict (
  database_version text NOT NULL,
  client_version   text NOT NULL,
  client_order     text COLLATE "C" NOT NULL,            -- sorts as semver does
  answer           text NOT NULL CHECK (answer IN ('ok', 'degraded', 'refuse')),
  missing          text[] NOT NULL,                      -- what is in the way, a sentence for each change
  PRIMARY KEY (database_version, client_version)
);

-- The one row that says where the database stands: the version, as current_version has it, and of which files the
-- verdicts are.
CREATE TABLE IF NOT EXISTS schema_migrations.serving (
  singleton        boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  database_version text,
  verdicts         text                                  -- SHA-256 of the list that was written last
);

-- Who said hello: a row for each day.
CREATE TABLE IF NOT EXISTS schema_migrations.usage (
  day        date NOT NULL DEFAULT current_date,
  version    text NOT NULL,                              -- of the client
  service    text NOT NULL,
  language   text NOT NULL,
  first_seen timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_seen  timestamptz NOT NULL DEFAULT clock_timestamp(),
  connects   integer NOT NULL DEFAULT 1,                 -- hellos that were noted, one a minute at most
  PRIMARY KEY (day, version, service, language)
);

-- Whatever closes a row of the history may move the version: a run, a baseline, an import, a repair, of an earlier
-- migrator too, and rows that a restore or replication brings. An up that does not complete a version cannot, and a thousand of those should not pay for it.
CREATE OR REPLACE FUNCTION schema_migrations.note_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schema_migrations.serving SET database_version = (SELECT version FROM schema_migrations.current_version);
  RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER note_version AFTER INSERT OR UPDATE ON schema_migrations.history FOR EACH ROW
  WHEN (NEW.status = 'rolled_back' OR (NEW.status = 'success' AND (NEW.completes_version OR NEW.action IN ('retry', 'repair'))))
  EXECUTE FUNCTION schema_migrations.note_version();

ALTER TABLE schema_migrations.history ENABLE ALWAYS TRIGGER note_version;

-- The row of another database, which a restore or replication brings, takes the place of the one that is there.
CREATE OR REPLACE FUNCTION schema_migrations.replace_serving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE schema_migrations.serving SET (database_version, verdicts) = (NEW.database_version, NEW.verdicts);
  RETURN CASE WHEN FOUND THEN NULL ELSE NEW END;
END $$;
CREATE OR REPLACE TRIGGER replace_serving BEFORE INSERT ON schema_migrations.serving
  FOR EACH ROW EXECUTE FUNCTION schema_migrations.replace_serving();
ALTER TABLE schema_migrations.serving ENABLE ALWAYS TRIGGER replace_serving;

INSERT INTO schema_migrations.serving (database_version) VALUES ((SELECT version FROM schema_migrations.current_version));

-- What the database answers a client of a version. `known`: some file names the version. One whose own schema is there
-- finds all that it knows, whatever version the database is at; until the end that somebody has said of it.
CREATE OR REPLACE FUNCTION schema_migrations.answer_to(version text)
RETURNS TABLE (answer text, database_version text, accepted text[], missing text[], newest text, message text, known boolean)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  judged boolean;
  served boolean := EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema_migrations.version_schema(answer_to.version));
  ending schema_migrations.version_note;
BEGIN
  SELECT s.database_version,
    CASE WHEN s.database_version = answer_to.version THEN 'ok' ELSE v.answer END,
    coalesce(v.missing, '{}'),
    coalesce(list.accepted, array_remove(ARRAY[s.database_version], NULL)),
    coalesce(list.newest, s.database_version),
    list.judged > 0,
    coalesce(s.database_version = answer_to.version OR EXISTS (SELECT FROM schema_migrations.client_verdict k WHERE k.client_version = answer_to.version), false)
  INTO database_version, answer, missing, accepted, newest, judged, known
  FROM schema_migrations.serving s
  LEFT JOIN schema_migrations.client_verdict v ON v.database_version = s.database_version AND v.client_version = answer_to.version
  CROSS JOIN LATERAL (
    SELECT count(*) AS judged, array_agg(a.client_version ORDER BY a.client_order) FILTER (
        WHERE (a.answer <> 'refuse' OR n.oid IS NOT NULL) AND r.version IS NULL) AS accepted,
      (array_agg(a.client_version ORDER BY a.client_order DESC) FILTER (WHERE a.answer = 'ok'))[1] AS newest
    FROM schema_migrations.client_verdict a
    LEFT JOIN pg_namespace n ON n.nspname = schema_migrations.version_schema(a.client_version)
    LEFT JOIN schema_migrations.version_note r ON r.version = a.client_version
      AND CASE WHEN r.ended_at IS NULL THEN r.ends_on <= current_date ELSE n.oid IS NULL END
    WHERE a.database_version = s.database_version
  ) list;
  IF served AND (known OR EXISTS (SELECT FROM schema_migrations.history h WHERE h.version = answer_to.version)) THEN
    answer := 'ok';
    missing := '{}';
    known := true;
  END IF;
  SELECT r.* INTO ending FROM schema_migrations.version_note r
  WHERE r.version = answer_to.version AND NOT (served AND r.ended_at IS NOT NULL)
    AND coalesce(r.ended_at, r.said_at) > schema_migrations.opened_at(r.version);
  CASE
    WHEN database_version IS NULL THEN
      answer := 'refuse';
      message := 'This database is at no version yet: its migrations have not run.';
    WHEN ending.ended_at IS NOT NULL OR ending.ends_on <= current_date THEN
      answer := 'refuse';
      message := concat_ws(' ', format('Version %s has ended on this database: move to %s.', answer_to.version, newest), ending.message);
    WHEN ending.ends_on IS NOT NULL AND answer IS DISTINCT FROM 'refuse' THEN
      answer := 'degraded';
      message := concat_ws(' ', format('Version %s ends on %s on this database: move to %s.', answer_to.version, ending.ends_on, newest), ending.message);
    WHEN answer = 'degraded' THEN
      message := format('A client of version %s works in part on this database, which is at version %s.', answer_to.version, database_version);
    WHEN answer = 'refuse' THEN
      message := format('A client of version %s does not work on this database, which is at version %s.', answer_to.version, database_version);
    WHEN answer IS NULL AND judged AND NOT known THEN
      answer := 'refuse';
      message := format('This database, which is at version %s, does not know version %s.', database_version, coalesce(answer_to.version, '?'));
    WHEN answer IS NULL THEN
      answer := 'degraded';
      message := format('It is not known how a client of version %s works on this database, which is at version %s.', coalesce(answer_to.version, '?'), database_version);
    ELSE NULL;
  END CASE;
  RETURN NEXT;
END $$;

-- Looks before it writes, and waits for nobody: a row that another session is about to write is left to that one.
-- Nothing is written on a standby, in a read-only transaction, or of a version that no file knows.
CREATE OR REPLACE FUNCTION schema_migrations.hello(version text, service text, language text)
RETURNS TABLE (answer text, database_version text, accepted text[], missing text[], schema_name text, newest text, message text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
DECLARE
  known boolean;
  named text := left(coalesce(hello.service, '?'), 100);
  spoken text := left(coalesce(hello.language, '?'), 20);
BEGIN
  SELECT a.answer, a.database_version, a.accepted, a.missing, a.newest, a.message, a.known
  INTO answer, database_version, accepted, missing, newest, message, known
  FROM schema_migrations.answer_to(hello.version) a;
  schema_name := (SELECT n.nspname FROM pg_namespace n WHERE known AND n.nspname = schema_migrations.version_schema(hello.version));
  RETURN NEXT;

  IF NOT known OR pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean
    -- There a row that two sessions write would fail one of them as it commits.
    OR current_setting('transaction_isolation') = 'serializable'
    OR EXISTS (
      SELECT FROM schema_migrations.usage u
      WHERE u.day = current_date AND u.version = hello.version AND u.service = named AND u.language = spoken
        AND u.last_seen > clock_timestamp() - interval '1 minute')
    -- "HELO" in ASCII, and whose row it is. Held to the end of the transaction, which may be the caller's.
    OR NOT pg_try_advisory_xact_lock(1212501071, hashtext(format('schema_migrations %s %s %s', hello.version, named, spoken))) THEN
    RETURN;
  END IF;
  BEGIN
    UPDATE schema_migrations.usage u SET last_seen = clock_timestamp(), connects = u.connects + 1
    WHERE u.day = current_date AND u.version = hello.version AND u.service = named AND u.language = spoken;
    -- Names of services are whatever the callers say; they shall not fill the disk.
    IF NOT FOUND AND (SELECT count(*) FROM (SELECT FROM schema_migrations.usage u WHERE u.day = current_date LIMIT 1000) today) < 1000 THEN
      INSERT INTO schema_migrations.usage (version, service, language) VALUES (hello.version, named, spoken)
      ON CONFLICT DO NOTHING;
    END IF;
  EXCEPTION
    -- No caller fails for the sake of this note: a repeatable read may see an older row than there is, a disk be full.
    WHEN OTHERS THEN RETURN;
  END;
END $$;

-- Who still uses a version of the client, as far as can be seen from here. No row: nobody.
CREATE OR REPLACE FUNCTION schema_migrations.users_of(version text, since interval DEFAULT '7 days')
RETURNS TABLE (evidence text, who text, last timestamptz)
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT 'said hello', u.service, max(u.last_seen) FROM schema_migrations.usage u
  WHERE u.version = users_of.version AND u.last_seen > clock_timestamp() - users_of.since GROUP BY u.service
  UNION ALL
  SELECT 'is connected', a.application_name, max(coalesce(a.state_change, a.backend_start)) FROM pg_stat_activity a
  WHERE a.datname = current_database() AND right(a.application_name, length(users_of.version) + 1) = '@' || users_of.version
  GROUP BY a.application_name
  UNION ALL
  SELECT 'is in a transaction that used it', coalesce(nullif(a.application_name, ''), format('process %s', a.pid)), max(a.xact_start)
  FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_stat_activity a ON a.pid = l.pid
  WHERE l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
    AND c.relnamespace = to_regnamespace(schema_migrations.schema_of(users_of.version)) AND l.pid <> pg_backend_pid()
  GROUP BY 2
$$;

GRANT USAGE ON SCHEMA schema_migrations TO PUBLIC;
GRANT EXECUTE ON FUNCTION schema_migrations.hello(text, text, text) TO PUBLIC

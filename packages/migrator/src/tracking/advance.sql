-- Closes the running row of one migration and opens that of the next, in one call whose plans a session keeps; either
-- may be NULL. Leaves the next one's name in the session, for the guard that its script begins with: like the rows,
-- it is there only once the transaction has committed.
CREATE OR REPLACE FUNCTION schema_migrations.advance(
  done text, done_as text,
  opens text, opens_version text, opens_sequence integer, opens_completes_version boolean, opens_direction text,
  opens_action text, opens_checksum text, opens_attempt integer,
  opens_os_user text, opens_host text, opens_tool_version text, opens_git_commit text,
  opens_down_checksum text DEFAULT NULL
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF done IS NOT NULL THEN
    UPDATE schema_migrations.history SET status = done_as WHERE status = 'running' AND migration = done;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'schema_migrations.history has no running row of % to close', done;
    END IF;
  END IF;
  IF opens IS NOT NULL THEN
    INSERT INTO schema_migrations.history
      (migration, version, sequence, completes_version, direction, action, checksum, attempt,
       os_user, host, tool_version, git_commit, down_checksum)
    VALUES
      (opens, opens_version, opens_sequence, opens_completes_version, opens_direction, opens_action, opens_checksum,
       opens_attempt, opens_os_user, opens_host, opens_tool_version, opens_git_commit, opens_down_checksum);
  END IF;
  PERFORM pg_catalog.set_config('schema_migrator.next', coalesce(opens, ''), false);
END $$;

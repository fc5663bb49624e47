-- The runs of repeatable scripts, which are made again whenever they change. By name and time, without a sequence of its
-- own, so that it goes through logical replication.
CREATE TABLE IF NOT EXISTS schema_migrations.repeatable (
  name          text NOT NULL,                           -- reviews_view
  checksum      text NOT NULL,                           -- SHA-256 of the script that ran
  version       text NOT NULL,                           -- the version that the database was at
  ran_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
  duration_ms   double precision,
  error         jsonb,                                   -- of one that failed: then none of its run is there
  database_user text NOT NULL DEFAULT session_user,
  os_user       text,
  host          text,
  tool_version  text NOT NULL,
  git_commit    text,
  PRIMARY KEY (name, ran_at)
);

CREATE OR REPLACE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON schema_migrations.repeatable
  FOR EACH STATEMENT EXECUTE FUNCTION schema_migrations.guard_removal()

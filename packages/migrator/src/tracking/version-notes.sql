-- What somebody has said of versions or done with them, which most databases never hear.

-- What was said before the version was opened, as by an earlier life of it, does not count; nor does its end where its schema
-- is there again, because the contract was taken back.
CREATE TABLE IF NOT EXISTS schema_migrations.retirement (
  version  text PRIMARY KEY,
  ends_on  date,                                         -- from that day on its clients are refused
  message  text,                                         -- for them
  said_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  said_by  text NOT NULL DEFAULT session_user,
  ended_at timestamptz                                   -- since when it is gone for good
);

-- The versions that were given a schema as they were: no migration of theirs makes it, and none of a later version need take it away.
CREATE TABLE IF NOT EXISTS schema_migrations.adoption (
  version    text PRIMARY KEY,
  adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  adopted_by text NOT NULL DEFAULT session_user
);

-- The versions whose clients are shut out at the moment, and the GRANT that ends it.
CREATE TABLE IF NOT EXISTS schema_migrations.brownout (
  version   text PRIMARY KEY,
  statement text NOT NULL,
  since     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- The same by version, for what reads it.
CREATE OR REPLACE VIEW schema_migrations.version_note AS
  SELECT version, r.ends_on, r.message, r.said_at, r.ended_at, b.statement AS brownout, a.adopted_at
  FROM schema_migrations.retirement r
  FULL JOIN schema_migrations.brownout b USING (version)
  FULL JOIN schema_migrations.adoption a USING (version)

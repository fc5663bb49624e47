-- At most one row: while it is there, no batch begins.
CREATE TABLE IF NOT EXISTS schema_migrations.pause (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  since     timestamptz NOT NULL DEFAULT clock_timestamp(),
  paused_by text NOT NULL DEFAULT session_user,
  note      text
)

-- What there is beside the structure of the version while contracts wait, as the last run has left it: what older versions
-- need. No file can say it, because it depends on which of them are alive here.
CREATE TABLE IF NOT EXISTS schema_migrations.coexisting (
  singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
  structure jsonb NOT NULL,
  noted_at  timestamptz NOT NULL DEFAULT clock_timestamp()
)

-- A schema that somebody works on, kept for a while so that others can look at what it changes.
CREATE TABLE schema_catalog.working_schema (
  -- Of its files: the same files are the same row.
  id text PRIMARY KEY,
  files jsonb NOT NULL,
  uploaded_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);

CREATE INDEX working_schema_expires_at ON schema_catalog.working_schema (expires_at);

-- The squashed script that a release brings, and what it stands for: {"script": "CREATE TABLE ...", "record": "{...}"}.
ALTER TABLE schema_catalog.release ADD COLUMN squash jsonb;

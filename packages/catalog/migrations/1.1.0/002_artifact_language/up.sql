-- Whose client an artifact is; NULL for the package that joins the clients of others.
ALTER TABLE schema_catalog.artifact ADD COLUMN language text;

-- Of what was published before, the name tells. It is said once more of what is there, and nothing else changes.
ALTER TABLE schema_catalog.artifact DISABLE TRIGGER refuse_change;
UPDATE schema_catalog.artifact SET language = CASE
  WHEN ecosystem = 'pypi' THEN 'python'
  WHEN name LIKE '%-client-node' THEN 'node'
  WHEN name LIKE '%-types' THEN 'typescript'
END;
ALTER TABLE schema_catalog.artifact ENABLE TRIGGER refuse_change;

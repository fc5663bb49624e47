-- The scripts of a release that run again when they change: [{"name": "list", "sql": "CREATE OR REPLACE VIEW ..."}].
ALTER TABLE schema_catalog.release ADD COLUMN repeatables jsonb;

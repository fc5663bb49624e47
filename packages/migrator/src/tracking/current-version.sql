-- The version that the database is at: the highest one whose last migration is applied. By the version before the number,
-- since the numbers of a hotfix run on in its own line.
CREATE OR REPLACE VIEW schema_migrations.current_version AS
  SELECT version, finished_at AS since, migration FROM schema_migrations.applied
  WHERE completes_version
  ORDER BY string_to_array(split_part(version, '-', 1), '.')::numeric[] DESC, sequence DESC
  LIMIT 1

-- What is in the database now: of each migration the last run that changed something, where that was an up.
CREATE OR REPLACE VIEW schema_migrations.applied AS
  SELECT * FROM (
    SELECT DISTINCT ON (migration) * FROM schema_migrations.history
    WHERE status IN ('success', 'rolled_back')
    ORDER BY migration, id DESC
  ) AS last_change
  WHERE direction = 'up'
  ORDER BY sequence;

-- The version that the database is at: the highest one whose last migration is applied. By the version before the number,
-- since the numbers of a hotfix run on in its own line.
CREATE OR REPLACE VIEW schema_migrations.current_version AS
  SELECT version, finished_at AS since, migration FROM schema_migrations.applied
  WHERE completes_version
  ORDER BY string_to_array(split_part(version, '-', 1), '.')::numeric[] DESC, sequence DESC
  LIMIT 1

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPostgresCatalog, ensureCatalogSchema } from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import { history, type Migration, readMigrations, up } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { sampleRelease } from './sample-releases.ts';

const LEDGER_SCHEMA = 'schema_catalog_migrations';
/** The newest first. */
const RUNS = [
  '1.4.0/006_audit success',
  '1.4.0/005_events success',
  '1.3.0/004_structure success',
  '1.2.0/003_tags success',
  '1.1.0/002_artifact_language success',
  '1.0.0/001_catalog success',
];
const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'packages', 'catalog', 'migrations');

async function runs(connection: string): Promise<readonly string[]> {
  const entries = await history({ connection, ledgerSchema: LEDGER_SCHEMA });
  return entries.map(({ version, migration, status }) => `${version}/${migration} ${status}`);
}

test('the tables are made once, by however many ask at once, beside the history of a schema', async () => {
  await using database = await createTestDatabase();
  const { connectionString } = database;
  await Promise.all(Array.from({ length: 8 }, () => ensureCatalogSchema(connectionString, up)));
  await ensureCatalogSchema(connectionString, up);
  expect(await runs(connectionString)).toEqual(RUNS);
  expect(await history({ connection: connectionString })).toEqual([]);
});

test('a catalog from before its history was kept is adopted with all that it has', async () => {
  await using database = await createTestDatabase();
  const { connectionString } = database;
  const pool = new pg.Pool({ connectionString });
  try {
    await pool.query(readFileSync(join(MIGRATIONS, '1.0.0/001_catalog/up.sql'), 'utf8'));
    await pool.query(`CREATE TABLE schema_catalog.step (number integer PRIMARY KEY, file text NOT NULL);
      INSERT INTO schema_catalog.step VALUES (1, '001-catalog.sql')`);
    // As the program of that time published it.
    await pool.query('ALTER TABLE schema_catalog.artifact ADD COLUMN language text');
    await pool.query(readFileSync(join(MIGRATIONS, '1.2.0/003_tags/up.sql'), 'utf8'));
    await pool.query(readFileSync(join(MIGRATIONS, '1.3.0/004_structure/up.sql'), 'utf8'));
    for (const id of ['005_events', '006_audit']) {
      await pool.query(readFileSync(join(MIGRATIONS, `1.4.0/${id}/up.sql`), 'utf8'));
    }
    const catalog = createPostgresCatalog({ pool });
    await catalog.publish(sampleRelease('1.0.0'));
    const published = await catalog.listArtifacts({});
    await pool.query(`ALTER TABLE schema_catalog.artifact
      DROP COLUMN language, DROP COLUMN package_version;
      ALTER TABLE schema_catalog.release DROP COLUMN structure;
      DROP TABLE schema_catalog.tag, schema_catalog.notice, schema_catalog.event,
        schema_catalog.audit;
      DROP FUNCTION schema_catalog.order_events, schema_catalog.announce_event,
        schema_catalog.refuse_rewriting`);

    await ensureCatalogSchema(connectionString, up);
    expect(await runs(connectionString)).toEqual(RUNS);
    expect(await catalog.listArtifacts({})).toEqual(published);
    expect(await catalog.publish(sampleRelease('1.0.0'))).toBe('unchanged');
    await expect(pool.query('DELETE FROM schema_catalog.release')).rejects.toThrow('never changes');
  } finally {
    await pool.end();
  }
});

test('the tables of a newer program are left alone', async () => {
  await using database = await createTestDatabase();
  const { connectionString: connection } = database;
  const path = '99.0.0/999_later/up.sql';
  const later: Migration = {
    kind: 'migration',
    id: '999_later',
    version: '99.0.0',
    sequence: 999,
    up: { kind: 'migrationScript', path, sql: 'SELECT 1;', checksum: '0'.repeat(64) },
  };
  await ensureCatalogSchema(connection, async (options) => {
    const known = await readMigrations(options.migrations);
    await up({ ...options, migrations: [...known, later] });
  });
  await expect(ensureCatalogSchema(connection, up)).rejects.toMatchObject({
    code: 'CATALOG_TOO_NEW',
    why: `${path} is applied, and not among the files.`,
    fix: 'Update this program.',
  });
});

import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  createPostgresCatalog,
  ensureCatalogSchema,
  type PublishedRelease,
} from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import { history, type Migration, readMigrations, up } from '@schema-service/migrator';
import pg from 'pg';
import { expect, test } from 'vitest';
import { sampleRelease } from './sample-releases.ts';

const LEDGER_SCHEMA = 'schema_catalog_migrations';
const MIGRATIONS = join(import.meta.dirname, '..', '..', '..', 'packages', 'catalog', 'migrations');
/** What the history says once all is applied, the newest first. */
const RUNS = globSync('*/*/up.sql', { cwd: MIGRATIONS })
  .map((script) => `${dirname(script)} success`)
  .sort()
  .reverse();

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
    const { release, artifacts } = sampleRelease('1.0.0');
    await insertAsBefore(pool, release, artifacts);

    await ensureCatalogSchema(connectionString, up);
    expect(await runs(connectionString)).toEqual(RUNS);
    const catalog = createPostgresCatalog({ pool });
    expect(await catalog.listArtifacts({})).toMatchObject(
      artifacts
        .toSorted((a, b) => (a.filename < b.filename ? -1 : 1))
        .map(({ bytes, version, ...artifact }) => ({ ...artifact, packageVersion: version })),
    );
    for (const { ecosystem, name, filename, bytes } of artifacts) {
      const read = await catalog.readArtifact(ecosystem, name, filename);
      expect(Buffer.from(read?.bytes ?? []).equals(bytes)).toBe(true);
    }
    expect((await catalog.findRelease('1.0.0'))?.schema).toBe(release.schema);
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

/** Publishes as the program of the first tables did. */
async function insertAsBefore(
  pool: pg.Pool,
  { version, metadata, schema, changelog }: PublishedRelease['release'],
  artifacts: PublishedRelease['artifacts'],
): Promise<void> {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO schema_catalog.release (version, bump, released_on, schema_hash, content_digest,
       schema, changelog, metadata) VALUES ($1, 'major', $2, $3, '', $4, $5, $6)`,
    [version, metadata.date, metadata.hash, schema, changelog, metadata],
  );
  for (const artifact of artifacts) {
    const { ecosystem, name, filename, format, bytes, sha256, integrity } = artifact;
    await client.query(
      `INSERT INTO schema_catalog.artifact (ecosystem, name, filename, version, format, bytes, size,
         sha256, integrity, shasum, manifest, core_metadata)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', $10, $11)`,
      [
        ...[ecosystem, name, filename, version, format, bytes, bytes.length, sha256, integrity],
        ...[artifact.manifest ?? null, artifact.coreMetadata ?? null],
      ],
    );
  }
  await client.query('COMMIT');
  client.release();
}

import { createTestDatabase } from '@schema-service/local-postgres';
import { describe, expect, test } from 'vitest';
import { up } from '../../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from '../migration-folder.ts';
import { query, tables } from '../query.ts';
import { type Place, startMigrator } from './start-migrator.ts';

const FILES = {
  ...THREE_MIGRATIONS,
  // Waits for every snapshot to end: a waiter that slept inside pg_advisory_lock would hold one for ever.
  '1.1.0/004_index/up.sql':
    '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY product_id ON product (id);',
  '1.1.0/005_last/up.sql': 'CREATE TABLE last ();',
};

const inThisProcess = async (place: Place): Promise<number> => (await up(place)).migrations.length;

async function asProcess(place: Place): Promise<number> {
  const { code, lines, stderr } = await startMigrator('up', place).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return Number(lines.at(-1)?.replace('moved ', ''));
}

// Starting 32 of them is work for both processors: `pnpm test:faults` does it.
const THOROUGH = process.env.FAULT_KILLS !== undefined;

describe.each([
  { name: 'connections', run: inThisProcess, counts: [2, 8, 32] },
  { name: 'processes', run: asProcess, counts: THOROUGH ? [2, 8, 32] : [2, 8] },
])('$name', ({ run, counts }) => {
  test.each(counts)(
    '%i at once on an empty database: one applies, the others wait and find nothing to do',
    async (count) => {
      await using database = await createTestDatabase();
      using folder = migrationFolder(FILES);
      const place = { connection: database.connectionString, migrations: folder.path };
      const moved = await Promise.all(Array.from({ length: count }, () => run(place)));
      expect(moved.toSorted()).toEqual([...Array.from({ length: count - 1 }, () => 0), 5]);
      const rows = await query(
        database.connectionString,
        'SELECT status, count(*)::int AS count FROM schema_migrations.history GROUP BY 1',
      );
      expect(rows).toEqual([{ status: 'success', count: 5 }]);
      expect(await tables(database.connectionString)).toEqual([
        'company',
        'last',
        'product',
        'review',
      ]);
    },
  );
});

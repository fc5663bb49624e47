import {
  createTestDatabase,
  findPgbouncer,
  type PoolMode,
  startPgbouncer,
} from '@schema-service/local-postgres';
import { describe, expect, test } from 'vitest';
import { down, explain, history, retry, status, up } from '../../src/index.ts';
import { migrationFolder, THREE_MIGRATIONS } from '../migration-folder.ts';
import { query, tables } from '../query.ts';

const PROGRAM = findPgbouncer();

const FILES = {
  ...THREE_MIGRATIONS,
  '1.1.0/004_index/up.sql':
    '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY product_id ON product (id);',
  '1.1.0/004_index/down.sql': '-- migrator: no-transaction\nDROP INDEX CONCURRENTLY product_id;',
};

const LOCKS = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

async function open(program: string, poolMode: PoolMode, poolSize?: number) {
  const database = await createTestDatabase();
  const pool = await startPgbouncer(program, database.connectionString, poolMode, poolSize);
  const folder = migrationFolder(FILES);
  return {
    server: { connection: database.connectionString, migrations: folder.path },
    pool: { connection: pool.connectionString, migrations: folder.path },
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await pool[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

// `pnpm test:pgbouncer` installs the program where it can.
describe.skipIf(PROGRAM === undefined)('behind pgbouncer', () => {
  const program = PROGRAM ?? '';

  test.each<PoolMode>(['transaction', 'statement'])(
    'in %s mode: refused with the setting to use, and nothing is left behind',
    async (poolMode) => {
      await using place = await open(program, poolMode);
      const refused = {
        code: 'MIGRATION_LOCK_NOT_HELD',
        fix: expect.stringContaining('pool_mode = session'),
      };
      await expect(up(place.pool)).rejects.toMatchObject(refused);
      expect(await query(place.server.connection, LOCKS)).toEqual([]);
      // Many at once, so that the pool mixes their sessions.
      const runs = await Promise.allSettled(Array.from({ length: 8 }, () => up(place.pool)));
      expect(runs.map((run) => run.status === 'rejected' && run.reason)).toMatchObject(
        runs.map(() => refused),
      );
      expect(await query(place.server.connection, LOCKS)).toEqual([]);
      expect(await tables(place.server.connection)).toEqual([]);

      // A look needs no lock.
      expect((await status(place.pool)).migrations).toHaveLength(4);
      expect(await history(place.pool)).toEqual([]);
      expect((await explain({ ...place.pool, direction: 'up' })).steps).toHaveLength(4);
      await up(place.server);
      expect(await up(place.pool)).toMatchObject({ migrations: [] });
    },
  );

  test('in session mode everything works', async () => {
    await using place = await open(program, 'session');
    const moved = await Promise.all(Array.from({ length: 8 }, () => up(place.pool)));
    expect(moved.map(({ migrations }) => migrations.length).toSorted()).toEqual([
      ...Array.from({ length: 7 }, () => 0),
      4,
    ]);
    expect((await status(place.pool)).currentVersion).toBe('1.1.0');
    await down({ ...place.pool, to: 'none', allowDataLoss: true });
    await expect(retry(place.pool)).rejects.toMatchObject({ code: 'MIGRATION_NOTHING_TO_RETRY' });
    expect(await tables(place.server.connection)).toEqual([]);
    expect(await query(place.server.connection, LOCKS)).toEqual([]);
  });

  test('a pool in session mode that has one session only serves the one who has it', async () => {
    await using place = await open(program, 'session', 1);
    await up(place.pool);
    expect((await status(place.pool)).currentVersion).toBe('1.1.0');
  });
});

import { createTestDatabase } from '@schema-service/local-postgres';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import { expect, test } from 'vitest';
import { status } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query } from '../query.ts';
import { settled } from './expect-truth.ts';
import { makeGates } from './gates.ts';
import { startMigrator } from './start-migrator.ts';

// `pnpm test:faults` sets more; a failed run is repeated with FAULT_SEED.
const KILLS = Math.ceil(Number(process.env.FAULT_KILLS ?? 10) / 5);
const SEED = Number(process.env.FAULT_SEED ?? (KILLS > 2 ? Date.now() % 1e9 : 1));

const ROWS = 20_000;

// A row that is gone through twice shows.
const FILES = {
  '1.0.0/001_init/up.sql': `CREATE TABLE t (id integer PRIMARY KEY, times integer NOT NULL DEFAULT 0);
INSERT INTO t SELECT n FROM generate_series(1, ${ROWS}) AS n;`,
  '1.0.0/002_fill/up.sql': `-- migrator: batches = t by id, target = 5ms
UPDATE t SET times = times + 1 WHERE id BETWEEN {from} AND {to}
  AND CASE WHEN id = 4000 THEN gate.pass(1, id) > 0 ELSE true END;`,
};

const TIMES = 'SELECT times, count(*)::int AS rows FROM t GROUP BY times ORDER BY times';

test(`kill -9 amid batches, ${KILLS} times (seed ${SEED}): none is lost, none is done twice`, {
  timeout: 60_000 + KILLS * 5000,
}, async () => {
  await using database = await createTestDatabase();
  await using gates = await makeGates(database.connectionString);
  using folder = migrationFolder(FILES);
  const place = { connection: database.connectionString, migrations: folder.path };
  /** The rows that are done are those up to the key that is noted. */
  const expectTruth = async (): Promise<number> => {
    const [, filled] = (await settled(place)).migrations;
    expect(filled).toMatchObject({
      status: 'failed',
      lastRun: { error: { code: 'MIGRATION_INTERRUPTED' } },
    });
    const [progress] = filled?.lastRun?.batches ?? [];
    const done = Number(progress?.lastKey?.[0] ?? 0);
    expect(progress).toMatchObject({ rowsPassed: done, rowsChanged: done });
    // A kill may come when no row is done, and when all are but the migration is not.
    const counted = [
      { times: 0, rows: ROWS - done },
      { times: 1, rows: done },
    ].filter(({ rows }) => rows > 0);
    expect(await query(place.connection, TIMES)).toEqual(counted);
    return done;
  };

  // In the middle of a batch: it is rolled back with its note.
  await gates.close(1);
  const first = startMigrator('up', place);
  expect(await gates.untilStopped(first.ended)).toBe(true);
  first.kill();
  expect(await first.ended).toMatchObject({ code: null });
  let done = await expectTruth();
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(4000);
  await gates.open(1);

  const random = seededRandom(SEED);
  for (let kills = 1; kills < KILLS; kills++) {
    const atLine = 3 + Math.floor(random() * 6);
    const migrator = startMigrator('up', place, (count) => {
      if (count === atLine) setTimeout(migrator.kill, random() * 10);
    });
    const { code, stderr } = await migrator.ended;
    if (code !== null) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      break;
    }
    const { migrations } = await settled(place);
    if (migrations[1]?.applied) break;
    const now = await expectTruth();
    expect(now).toBeGreaterThanOrEqual(done);
    done = now;
  }
  const { code, stderr } = await startMigrator('up', place).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await query(place.connection, TIMES)).toEqual([{ times: 1, rows: ROWS }]);
  const [, filled] = (await status(place)).migrations;
  // The last run has done no statement itself where a kill came behind the last batch.
  expect(filled).toMatchObject({ status: 'success' });
});

import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import {
  down,
  eventRecord,
  explain,
  history,
  type MigrationEvent,
  repair,
  retry,
  status,
  up,
} from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const REVIEWS = `CREATE TABLE review (id bigint PRIMARY KEY, content text NOT NULL, word_count integer, times integer NOT NULL DEFAULT 0);
INSERT INTO review SELECT n, 'a b c', NULL FROM generate_series(1, 5000) AS n;`;

const FILL = `-- migrator: batches = public.review by id, target = 20ms
-- {from} in a comment is none.
UPDATE public.review SET word_count = array_length(string_to_array(content, ' '), 1), times = times + 1
WHERE id >= {from} AND id <= {to} AND content <> '{to}';
`;

const TIMES = 'SELECT times, count(*)::int FROM review GROUP BY times ORDER BY times';

type Batch = Extract<MigrationEvent, { kind: 'batchApplied' }>;

const batchesIn = (events: readonly MigrationEvent[]): readonly Batch[] =>
  events.filter((event) => event.kind === 'batchApplied');

/** A database with the migrations, and what happens to it. */
async function open(files: Readonly<Record<string, string>>) {
  const database = await createTestDatabase();
  const folder = migrationFolder(files);
  const events: MigrationEvent[] = [];
  return {
    folder,
    events,
    options: {
      connection: database.connectionString,
      migrations: folder.path,
      onEvent: (event: MigrationEvent) => void events.push(event),
    },
    run: (sql: string) => query(database.connectionString, sql),
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await database.drop();
    },
  };
}

test('a statement runs for one range of the key after another, each with the note how far it came', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': FILL,
  });
  const { options, events, run } = place;
  await up(options);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
  expect(await run('SELECT FROM review WHERE word_count IS DISTINCT FROM 3')).toEqual([]);

  const batches = batchesIn(events);
  const [{ transactions } = {}] = await run(
    'SELECT count(DISTINCT xmin::text)::int AS transactions FROM review',
  );
  expect(batches.length).toBe(transactions);
  expect(batches.length).toBeGreaterThan(1);
  const counts = { batches: batches.length, rowsPassed: 5000, rowsChanged: 5000 };
  const position = { migration: '002_fill', direction: 'up', statement: 1, statements: 1 };
  expect(batches.at(-1)).toMatchObject({ ...position, ...counts });
  expect(batches.reduce((sum, { changed }) => sum + changed, 0)).toBe(5000);
  expect(events.map((event) => eventRecord(event))).toContainEqual({
    kind: 'planned',
    ...{ direction: 'up', currentVersion: null, targetVersion: '1.0.0' },
    migrations: [
      expect.not.objectContaining({ batches: expect.anything() }),
      expect.objectContaining({ batches: 'public.review by id', transactional: false }),
    ],
  });
  const progress = { statement: 1, range: 'public.review by id', lastKey: ['5000'], ...counts };
  expect((await status(options)).migrations[1]).toMatchObject({
    status: 'success',
    lastRun: { statementsDone: 1, batches: [progress] },
  });
  expect(await history(options)).toMatchObject([{ batches: [progress] }, {}]);
  expect((await up(options)).migrations).toEqual([]);
});

test('a failed attempt is gone on with behind its last batch, with the statement corrected', async () => {
  const failing = FILL.replace('array_length', '6 / (id - 3456)::integer + array_length');
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': failing,
  });
  const { options, folder, events, run } = place;
  await expect(up(options)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    message: '1.0.0/002_fill/up.sql:3: up failed at statement 1 of 1.',
    why: expect.stringMatching(
      /division by zero \(SQLSTATE 22012\)\n +detail: The batch has the rows from \(\d+\) to \(\d+\)\./,
    ),
    fix: expect.stringContaining(
      'Batches that are done stay done, and the next attempt goes on behind them.',
    ),
  });
  const [, failed] = (await status(options)).migrations;
  const [before] = failed?.lastRun?.batches ?? [];
  const lastKey = Number(before?.lastKey?.[0]);
  expect(failed?.lastRun?.statementsDone).toBe(0);
  expect(before?.rowsPassed).toBe(lastKey);
  expect(lastKey).toBeLessThan(3456);
  expect(lastKey).toBeGreaterThan(0);
  expect((await run(TIMES))[1]).toEqual({ times: 1, count: lastKey });
  const report = await explain({ ...options, direction: 'up' });
  expect(report.steps[0]?.batches?.progress).toEqual(before);

  // Twice, the second time before it has done a batch more.
  await expect(retry(options)).rejects.toMatchObject({ meta: { sqlState: '22012', line: 3 } });
  folder.write('1.0.0/002_fill/up.sql', FILL);
  events.length = 0;
  await retry(options);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
  expect(batchesIn(events).reduce((sum, { changed }) => sum + changed, 0)).toBeLessThanOrEqual(
    5000 - lastKey,
  );
  expect(batchesIn(events).at(-1)?.rowsChanged).toBe(5000);
  expect((await history(options)).map((entry) => entry.status)).toEqual([
    ...['success', 'retried', 'retried', 'success'],
  ]);
});

test('an error in the condition is told with its line, though the values are longer than their places', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': `-- migrator: batches = review by id
UPDATE review SET content = '🙂' WHERE id >= {from} AND id <= {to}
  AND content = 'x'
  AND nothing = 1;`,
  });
  await expect(up(place.options)).rejects.toMatchObject({
    message: '1.0.0/002_fill/up.sql:4: up failed at statement 1 of 1.',
    why: 'column "nothing" does not exist (SQLSTATE 42703)',
  });
});

test('who stops listening stops it behind a batch', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': FILL,
  });
  const { options, run } = place;
  const stopping = {
    ...options,
    onEvent: ({ kind }: MigrationEvent) => {
      if (kind === 'batchApplied') throw new Error('enough');
    },
  };
  await expect(up(stopping)).rejects.toThrow('enough');
  expect((await run(TIMES))[1]).toEqual({ times: 1, count: 500 });
  expect((await status(options)).migrations[1]).toMatchObject({
    status: 'failed',
    lastRun: { error: { code: 'MIGRATION_INTERRUPTED' }, batches: [{ lastKey: ['500'] }] },
  });
  await up(options);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
});

test('a connection that is cut in a batch leaves those before it', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': FILL.replace(
      'times + 1',
      'times + CASE WHEN id = 600 AND pg_terminate_backend(pg_backend_pid()) THEN 1 ELSE 1 END',
    ),
  });
  const { options, folder, run } = place;
  await expect(up(options)).rejects.toMatchObject({
    code: 'DATABASE_CONNECTION_LOST',
    message: 'The connection to the database broke while 1.0.0/002_fill/up.sql ran.',
  });
  expect((await run(TIMES))[1]).toEqual({ times: 1, count: 500 });
  folder.write('1.0.0/002_fill/up.sql', FILL);
  await up(options);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
  const [last, interrupted] = await history(options);
  expect(last?.batches?.[0]).toMatchObject({ rowsPassed: 5000, lastKey: ['5000'] });
  expect(interrupted).toMatchObject({
    error: { code: 'MIGRATION_INTERRUPTED' },
    batches: [{ rowsPassed: 500, lastKey: ['500'] }],
  });
});

test('a lock that cannot be had at all fails the run, with what is done kept', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.1.0/002_fill/up.sql': FILL,
  });
  const { options, events, run } = place;
  await up({ ...options, to: '1.0.0' });
  const holder = new pg.Client({ connectionString: options.connection });
  await holder.connect();
  await holder.query('BEGIN; SELECT FROM review WHERE id = 3000 FOR UPDATE');
  const impatient = { ...options, lockTimeoutMs: 20, lockRetries: 1 };
  await expect(up(impatient)).rejects.toMatchObject({
    code: 'MIGRATION_FAILED',
    meta: { sqlState: '55P03', line: 3 },
  });
  await holder.end();
  // Smaller and smaller batches come up to the row.
  expect(events.at(-1)).toMatchObject({ kind: 'migrationRetrying', tries: 1 });
  const [, failed] = (await status(options)).migrations;
  const [progress] = failed?.lastRun?.batches ?? [];
  expect(progress?.rowsChanged).toBeGreaterThan(0);
  expect(progress?.rowsChanged).toBe(Number(progress?.lastKey?.[0]));
  await up(options);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
});

test('what cannot be gone on with is refused: another key, other numbers, no batches', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': `${REVIEWS}\nALTER TABLE review ADD UNIQUE (content, id);`,
    '1.0.0/002_fill/up.sql': FILL.replace('array_length', '6 / (id - 700)::integer + array_length'),
  });
  const { options, folder, run } = place;
  const attempt = (sql: string) => {
    folder.write('1.0.0/002_fill/up.sql', sql);
    return up(options);
  };
  const failing = folder.read('1.0.0/002_fill/up.sql');
  await expect(up(options)).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
  await expect(attempt(failing.replace('by id', 'by content, id'))).rejects.toMatchObject({
    code: 'MIGRATION_BATCHES_INVALID',
  });
  const code = 'MIGRATION_NOT_RESUMABLE';
  const sameRange = failing.replaceAll('id >= {from}', '(content, id) >= ({from})');
  await expect(
    attempt(
      sameRange
        .replaceAll('id <= {to}', '(content, id) <= ({to})')
        .replace('by id', 'by content, id'),
    ),
  ).rejects.toMatchObject({
    code,
    message:
      '1.0.0/002_fill/up.sql:1: it has begun to go through public.review by id, and goes through public.review by content, id now.',
    why: expect.stringContaining('1 batch was by an earlier attempt'),
    fix: expect.stringContaining('schema-migrator repair --only failed'),
  });
  await expect(
    attempt(
      failing.replace('UPDATE', 'DELETE FROM review WHERE id BETWEEN {from} AND {to};\nUPDATE'),
    ),
  ).rejects.toMatchObject({
    code,
    message: '1.0.0/002_fill/up.sql:4: statement 2 was statement 1 as it began.',
  });
  await expect(
    attempt('UPDATE review SET word_count = 3, times = times + 1;'),
  ).rejects.toMatchObject({
    code,
    message: '1.0.0/002_fill/up.sql:1: it has begun in batches, and has none now.',
  });
  // Settled, it begins anew.
  await repair({ ...options, only: ['failed'], confirm: () => true });
  await attempt(FILL);
  expect(await run(TIMES)).toEqual([
    { times: 1, count: 4500 },
    { times: 2, count: 500 },
  ]);
});

test('writers go on meanwhile, and rows that come behind are gone through', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': `-- migrator: batches = review by id, target = 5ms
UPDATE review SET times = times + 1 WHERE id >= {from} AND id <= {to};`,
  });
  const { options, run, events } = place;
  const writer = new pg.Client({ connectionString: options.connection });
  await writer.connect();
  let inserted = 0;
  let isOver = false;
  let longestMs = 0;
  const write = async () => {
    while (!isOver && inserted < 2000) {
      const began = performance.now();
      await writer.query(
        `INSERT INTO review SELECT max(id) + 1, 'new', 1 FROM review HAVING count(*) >= 5000`,
      );
      await writer.query(`UPDATE review SET content = 'x' WHERE id = ${1 + (inserted % 5000)}`);
      longestMs = Math.max(longestMs, performance.now() - began);
      inserted++;
    }
  };
  let writing: Promise<void> | undefined;
  await up({
    ...options,
    onEvent: (event) => {
      options.onEvent(event);
      if (event.kind === 'statementStarted') writing = write();
      if (event.kind === 'statementApplied') isOver = true;
    },
  });
  await writing;
  await writer.end();
  const [{ missed } = {}] = await run(
    `SELECT count(*)::int AS missed FROM review WHERE times <> 1 AND id <= (SELECT (last_key)[1]::bigint FROM schema_migrations.batch)`,
  );
  expect(missed).toBe(0);
  const rows = batchesIn(events).at(-1)?.rowsPassed ?? 0;
  expect(rows).toBeGreaterThan(5000);
  expect(longestMs).toBeLessThan(5000);
});

test('a batch that cannot have a lock is rolled back and tried again with fewer rows', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.1.0/002_fill/up.sql': FILL.replace('\n', '\n-- migrator: lock-timeout = 50ms\n'),
  });
  const { options, events, run } = place;
  await up({ ...options, to: '1.0.0' });
  const holder = new pg.Client({ connectionString: options.connection });
  await holder.connect();
  await holder.query('BEGIN; SELECT FROM review WHERE id = 200 FOR UPDATE');
  const onEvent = (event: MigrationEvent): void => {
    options.onEvent(event);
    if (event.kind === 'migrationRetrying') void holder.query('COMMIT');
  };
  await up({ ...options, onEvent });
  await holder.end();
  expect(events).toContainEqual(
    expect.objectContaining({
      kind: 'migrationRetrying',
      reason: 'canceling statement due to lock timeout',
    }),
  );
  expect(batchesIn(events)[0]?.changed).toBeLessThanOrEqual(250);
  expect(await run(TIMES)).toEqual([{ times: 1, count: 5000 }]);
});

test.each([
  ['of several columns', 'a text, b integer', 'a, b', "'k' || n / 10, n % 10"],
  ['of a uuid', 'a uuid', 'a', 'gen_random_uuid()'],
  ['of texts with quotes and backslashes', 'a text', 'a', "n || '''\\'"],
  ['of times', 'a timestamptz', 'a', "'2026-01-01'::timestamptz + n * interval '7 hours'"],
  ['of padded texts', 'a char(8)', 'a', 'n::text'],
  ['of numbers', 'a numeric(30, 10)', 'a', 'n / 7.0'],
  [
    'of a domain over dates',
    'a day, b double precision',
    'a, b',
    "'2026-01-01'::date + n % 3, n / 3.0",
  ],
  ['of an enum', 'a size, b bigint', 'a, b', "(ARRAY['l', 's'])[1 + n % 2]::size, -n"],
])('a key %s', async (_, columns, key, values) => {
  const range =
    key === 'a' ? 'a >= {from} AND a <= {to}' : `(${key}) >= ({from}) AND (${key}) <= ({to})`;
  await using place = await open({
    '1.0.0/001_init/up.sql': `CREATE TYPE size AS ENUM ('s', 'l'); CREATE DOMAIN day AS date;
CREATE TABLE t (${columns}, times integer DEFAULT 0, PRIMARY KEY (${key}));
INSERT INTO t SELECT ${values} FROM generate_series(1, 1700) AS n;`,
    '1.0.0/002_fill/up.sql': `-- migrator: batches = t by ${key}\nUPDATE t SET times = times + 1 WHERE ${range};`,
  });
  const { options, events, run } = place;
  const [{ name } = {}] = await run('SELECT current_database() AS name');
  await run(`ALTER DATABASE ${String(name)} SET datestyle = 'German'`);
  await up(options);
  expect(await run('SELECT times, count(*)::int FROM t GROUP BY 1')).toEqual([
    { times: 1, count: 1700 },
  ]);
  expect(batchesIn(events).length).toBeGreaterThan(1);
});

test('quoted names, partitions, an empty table, and keys that are not unique', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': `CREATE SCHEMA "My Shop";
CREATE TABLE "My Shop"."Order" ("Id" integer, "by" text, times integer DEFAULT 0, PRIMARY KEY ("Id", "by")) PARTITION BY LIST ("by");
CREATE TABLE "My Shop"."x" PARTITION OF "My Shop"."Order" FOR VALUES IN ('x');
CREATE TABLE "My Shop"."y" PARTITION OF "My Shop"."Order" FOR VALUES IN ('y');
INSERT INTO "My Shop"."Order" SELECT n, (ARRAY['x', 'y'])[1 + n % 2] FROM generate_series(1, 1501) AS n;
CREATE TABLE nothing (id integer PRIMARY KEY);
CREATE TABLE tied (day integer NOT NULL, times integer DEFAULT 0); CREATE INDEX ON tied (day);
INSERT INTO tied SELECT n / 700 FROM generate_series(1, 2000) AS n;`,
    '1.0.0/002_orders/up.sql': `-- migrator: batches = "My Shop"."Order" by "Id", "by"
UPDATE "My Shop"."Order" SET times = times + 1 WHERE ("Id", "by") BETWEEN ({from}) AND ({to});`,
    '1.0.0/003_nothing/up.sql': `-- migrator: batches = nothing by id
DELETE FROM nothing WHERE id >= {from} AND id <= {to} -- without a semicolon`,
    '1.0.0/004_tied/up.sql': `-- migrator: batches = tied by DAY
UPDATE tied SET times = times + 1 WHERE day >= {from} AND day <= {to};`,
  });
  const { options, events, run } = place;
  await up(options);
  expect(await run('SELECT times, count(*)::int FROM "My Shop"."Order" GROUP BY 1')).toEqual([
    { times: 1, count: 1501 },
  ]);
  expect(await run('SELECT times, count(*)::int FROM tied GROUP BY 1')).toEqual([
    { times: 1, count: 2000 },
  ]);
  expect(batchesIn(events).filter(({ migration }) => migration === '003_nothing')).toEqual([]);
  await run('ANALYZE');
  await run('INSERT INTO nothing VALUES (1)');
  const report = await explain({
    ...options,
    migrations: migrationsAnew(place.folder.path, place.folder),
    direction: 'up',
  });
  expect(report.steps).toMatchObject([
    {
      transactional: false,
      batches: {
        table: '"My Shop"."Order"',
        columns: ['"Id"', '"by"'],
        targetMs: 150,
        estimatedRows: 1501,
      },
    },
    { batches: { table: 'made_later', estimatedRows: null } },
  ]);
});

/** Two more migrations, which nobody runs. */
function migrationsAnew(
  path: string,
  { write }: { write: (file: string, sql: string) => void },
): string {
  write(
    '1.1.0/005_again/up.sql',
    `-- migrator: batches = "My Shop"."Order" by "Id", "by"
DELETE FROM "My Shop"."Order" WHERE ("Id", "by") BETWEEN ({from}) AND ({to});`,
  );
  write(
    '1.1.0/006_later/up.sql',
    '-- migrator: batches = made_later by id\nDELETE FROM made_later WHERE id BETWEEN {from} AND {to};',
  );
  return path;
}

test('several statements are a pass each, and a down has them, too', async () => {
  await using place = await open({
    '1.0.0/001_init/up.sql': `${REVIEWS}\nCREATE TABLE gone (LIKE review);`,
    '1.1.0/002_move/up.sql': `-- migrator: batches = review by id
INSERT INTO gone SELECT * FROM review WHERE id >= {from} AND id <= {to} AND id % 2 = 0;
WITH moved AS (DELETE FROM review WHERE id BETWEEN {from} AND {to} AND id % 5 = 0 RETURNING *)
INSERT INTO gone SELECT * FROM moved WHERE id % 2 = 1;`,
    '1.1.0/002_move/down.sql': `-- migrator: batches = review by id
-- migrator: rollback = instant
UPDATE review SET times = times + 1 WHERE id BETWEEN {from} AND {to};`,
  });
  const { options, run } = place;
  await up(options);
  const [last] = await history(options);
  expect(last?.batches).toMatchObject([
    { statement: 1, rowsPassed: 5000, rowsChanged: 2500 },
    { statement: 2, rowsPassed: 5000, rowsChanged: 500 },
  ]);
  expect(await run('SELECT count(*)::int FROM gone')).toEqual([{ count: 3000 }]);
  await down({ ...options, to: '1.0.0' });
  expect(await run(TIMES)).toEqual([{ times: 1, count: 4000 }]);
  expect(await history(options)).toMatchObject([
    { direction: 'down', status: 'rolled_back', batches: [{ rowsChanged: 4000 }] },
    {},
    {},
  ]);
});

test.each([
  [
    'batches = review',
    'MIGRATION_HEADER_INVALID',
    '1.0.0/002_x/up.sql:2:30: batches does not say by which columns review is gone through.',
  ],
  [
    'batches = review by id, target = soon',
    'MIGRATION_HEADER_INVALID',
    '1.0.0/002_x/up.sql:2:47: soon is not a time.',
  ],
  [
    'batches = reviews by id',
    'MIGRATION_BATCHES_INVALID',
    '1.0.0/002_x/up.sql:2: there is no table reviews.',
  ],
  ['batches = few by id', 'MIGRATION_BATCHES_INVALID', '1.0.0/002_x/up.sql:2: few is not a table.'],
  [
    'batches = review by "ID"',
    'MIGRATION_BATCHES_INVALID',
    '1.0.0/002_x/up.sql:2: review has no column "ID".',
  ],
  [
    'batches = review by word_count',
    'MIGRATION_BATCHES_INVALID',
    '1.0.0/002_x/up.sql:2: word_count of review may be null.',
  ],
  [
    'batches = review by times',
    'MIGRATION_BATCHES_INVALID',
    '1.0.0/002_x/up.sql:2: no index of review begins with (times).',
  ],
])('-- migrator: %s is refused', async (directive, code, message) => {
  await using place = await open({
    '1.0.0/001_init/up.sql': `${REVIEWS}\nCREATE VIEW few AS SELECT * FROM review;`,
    '1.0.0/002_x/up.sql': `-- first\n-- migrator: ${directive}\nDELETE FROM review WHERE id BETWEEN {from} AND {to};`,
  });
  await expect(up(place.options)).rejects.toMatchObject({
    ...{ code, message },
    why: expect.stringMatching(/\.$/),
    fix: expect.anything(),
  });
  // Nothing of it is in the history.
  expect((await history(place.options)).map(({ migration }) => migration)).not.toContain('002_x');
});

test('a statement without its range is refused with line and column', async () => {
  await using place = await open({
    '1.0.0/001_x/up.sql':
      '-- migrator: batches = t by id\nUPDATE t SET a = 1\n  WHERE id > {from} AND id <= {to};',
  });
  await expect(up(place.options)).rejects.toMatchObject({
    code: 'MIGRATION_BATCHES_INVALID',
    message: '1.0.0/001_x/up.sql:3:14: {from} itself is left out of the range.',
    fix: 'Write: WHERE id >= {from} AND id <= {to}',
  });
});

test('a history without batches gets the table for them, readable to those who read the history', async () => {
  await using place = await open({ '1.0.0/001_init/up.sql': REVIEWS });
  const { options, folder, run } = place;
  await up(options);
  await run('GRANT SELECT ON schema_migrations.history TO PUBLIC');
  expect(await history(options)).toHaveLength(1);
  expect((await status(options)).currentVersion).toBe('1.0.0');
  folder.write('1.1.0/002_fill/up.sql', FILL);
  await up(options);
  expect(await history(options)).toMatchObject([{ batches: [{ rowsChanged: 5000 }] }, {}]);
  expect(
    await run(
      `SELECT has_table_privilege('pg_monitor', 'schema_migrations.batch', 'SELECT') AS can`,
    ),
  ).toEqual([{ can: true }]);
  await expect(run('UPDATE schema_migrations.batch SET batches = 0')).rejects.toThrow(
    'says how far run 2 came, which is over',
  );
  await expect(run('DELETE FROM schema_migrations.batch')).rejects.toThrow('DELETE refused');
});

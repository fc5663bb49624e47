import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { history, type MigrationEvent, status, up } from '../src/index.ts';
import { migrationFolder } from './migration-folder.ts';
import { query } from './query.ts';

const REVIEWS = `CREATE TABLE review (id bigint PRIMARY KEY, content text NOT NULL, word_count integer);
INSERT INTO review SELECT n, 'a b c' FROM generate_series(1, 5000) AS n;`;

const FILL = `-- migrator: batches = public.review by id, target = 20ms
-- {from} in a comment is none.
UPDATE public.review SET word_count = array_length(string_to_array(content, ' '), 1)
WHERE id >= {from} AND id <= {to} AND word_count IS NULL AND content <> '{to}';
`;

test('a statement runs for one range of the key after another, each with the note how far it came', async () => {
  await using database = await createTestDatabase();
  using folder = migrationFolder({
    '1.0.0/001_init/up.sql': REVIEWS,
    '1.0.0/002_fill/up.sql': FILL,
  });
  const connection = database.connectionString;
  const events: MigrationEvent[] = [];
  const onEvent = (event: MigrationEvent) => events.push(event);
  const options = { connection, migrations: folder.path, onEvent };
  await up(options);
  const done = await query(
    connection,
    'SELECT word_count, count(*)::int, count(DISTINCT xmin::text) > 1 AS several FROM review GROUP BY 1',
  );
  expect(done).toEqual([{ word_count: 3, count: 5000, several: true }]);

  const batches = events.filter((event) => event.kind === 'batchApplied');
  expect(batches.length).toBeGreaterThan(1);
  expect(batches.at(-1)).toMatchObject({
    migration: '002_fill',
    statement: 1,
    statements: 1,
    batches: batches.length,
    rowsPassed: 5000,
    rowsChanged: 5000,
  });
  expect(batches.map(({ changed }) => changed).reduce((sum, rows) => sum + rows)).toBe(5000);
  expect((await status(options)).migrations[1]).toMatchObject({
    status: 'success',
    lastRun: {
      statementsDone: 1,
      batches: [
        {
          statement: 1,
          range: 'public.review by id',
          lastKey: ['5000'],
          batches: batches.length,
          rowsPassed: 5000,
          rowsChanged: 5000,
        },
      ],
    },
  });
  expect(await history(options)).toHaveLength(2);
  expect((await up(options)).migrations).toEqual([]);
});

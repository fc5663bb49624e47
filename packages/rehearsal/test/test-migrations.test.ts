import { formatDifference } from '@schema-service/migrator';
import { expect, test } from 'vitest';
import { type RehearsalReport, type RehearsalStepName, testMigrations } from '../src/index.ts';
import { fixtureRepository, libraryModels } from './fixture-repository.ts';
import { rehearsalDatabases, server } from './server.ts';

const rehearse = (root: string): Promise<RehearsalReport> =>
  testMigrations({ root, serverUrl: server() });

const outcomes = ({ steps }: RehearsalReport): Record<string, string> =>
  Object.fromEntries(steps.map(({ name, status }) => [name, status]));

const differences = ({ steps }: RehearsalReport, name: RehearsalStepName): readonly string[] =>
  steps.find((step) => step.name === name)?.differences?.map(formatDifference) ?? [];

const allOk = {
  prepare: 'ok',
  fill: 'ok',
  up: 'ok',
  'compare with schema': 'ok',
  down: 'ok',
  'compare with previous': 'ok',
  'up again': 'ok',
  'compare with first up': 'ok',
};

test('a change that renames and adds keeps every row, both ways', async () => {
  using repository = fixtureRepository({
    schema: libraryModels({
      name: 'fullName  String? @map("full_name")',
      author: 'born Int?\n  @@index([born])',
    }),
    up: `ALTER TABLE authors RENAME COLUMN name TO full_name;
      ALTER TABLE authors ADD born integer;
      CREATE INDEX authors_born_idx ON authors (born);
      ALTER TABLE books RENAME TO volumes;
      ALTER TABLE volumes RENAME TO books;`,
    down: `ALTER TABLE authors DROP COLUMN born;
      ALTER TABLE authors RENAME COLUMN full_name TO name;`,
  });
  const report = await rehearse(repository.root);
  expect(outcomes(report)).toEqual(allOk);
  expect(report).toMatchObject({ ok: true, fromVersion: '1.0.0', version: '2.0.0' });
  // Every check, unique key and domain found rows that it takes.
  expect(report.tables).toEqual([
    { kind: 'filledTable', table: 'public.authors', rows: 5 },
    { kind: 'filledTable', table: 'public.books', rows: 5 },
  ]);
  expect(report.comparisons.map(({ way, table, rows, kept }) => [way, table, rows, kept])).toEqual([
    ['up', 'public.authors', 5, 5],
    ['up', 'public.books', 5, 5],
    ['down', 'public.authors', 5, 5],
    ['down', 'public.books', 5, 5],
    ['up again', 'public.authors', 5, 5],
    ['up again', 'public.books', 5, 5],
  ]);
  const [authors] = report.comparisons;
  expect(authors?.columns).toEqual([
    { column: 'name', columnAfter: 'full_name', changed: 0, lost: 0 },
  ]);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
});

test('the rows are the same each time', async () => {
  using repository = fixtureRepository({
    up: 'ALTER TABLE books DROP COLUMN size; UPDATE books SET pages = 5001 - pages;',
  });
  const [one, other] = [await rehearse(repository.root), await rehearse(repository.root)];
  expect(one?.comparisons.some(({ changed }) => changed > 0)).toBe(true);
  expect(one).toEqual(other);
});

test('a migration that does not make the schema is told where, and goes on to the down', async () => {
  using repository = fixtureRepository({
    schema: libraryModels({
      author: 'born Int?',
      book: 'shelf String @default("A") @db.VarChar(9)',
    }),
    up: `ALTER TABLE books ADD shelf varchar(10) DEFAULT 'B', ADD extra text;
      CREATE TABLE stray (id integer PRIMARY KEY);
      ALTER TABLE books DROP CONSTRAINT books_author_id_fkey;
      DROP INDEX books_isbn_state_key;
      CREATE INDEX plain ON books (pages);
      CREATE INDEX expression ON books ((pages + 1));`,
    down: `DROP TABLE stray;
      ALTER TABLE books DROP COLUMN shelf, DROP COLUMN extra;
      ALTER TABLE books ADD CONSTRAINT books_author_id_fkey FOREIGN KEY (author_id)
        REFERENCES authors ON DELETE CASCADE ON UPDATE CASCADE DEFERRABLE;
      CREATE UNIQUE INDEX books_isbn_state_key ON books (isbn, state);
      DROP INDEX plain, expression;`,
  });
  const report = await rehearse(repository.root);
  expect(outcomes(report)).toEqual({ ...allOk, 'compare with schema': 'failed' });
  expect(report.ok).toBe(false);
  expect(differences(report, 'compare with schema').toSorted()).toEqual([
    'column public.authors.born: expected (integer), is missing',
    'column public.books.extra: not expected, is there (text)',
    "column public.books.shelf: default expected 'A'::character varying, is 'B'::character varying",
    'column public.books.shelf: nullable expected false, is true',
    'column public.books.shelf: type expected character varying(9), is character varying(10)',
    'constraint public.books.books_author_id_fkey: expected (FOREIGN KEY (author_id) REFERENCES public.authors(id) ON UPDATE CASCADE ON DELETE CASCADE), is missing',
    'index public.books_isbn_state_key: expected (CREATE UNIQUE INDEX books_isbn_state_key ON public.books USING btree (isbn, state)), is missing',
    'index public.plain: not expected, is there (CREATE INDEX plain ON public.books USING btree (pages))',
    'table public.stray: not expected, is there',
  ]);
});

test('a down that does not come back, in structure and in data', async () => {
  using repository = fixtureRepository({
    up: `CREATE INDEX later ON books ((pages * 2)); UPDATE authors SET name = upper(name);`,
    down: `SELECT 1;`,
  });
  const report = await rehearse(repository.root);
  expect(outcomes(report)).toMatchObject({
    down: 'ok',
    'compare with previous': 'failed',
    'up again': 'failed',
    'compare with first up': 'skipped',
  });
  expect(differences(report, 'compare with previous')).toEqual([
    'index public.later: not expected, is there (CREATE INDEX later ON public.books USING btree (((pages * 2))))',
  ]);
  const back = report.comparisons.find(
    ({ way, table }) => way === 'down' && table === 'public.authors',
  );
  expect(back).toMatchObject({
    changed: 3,
    kept: 2,
    lost: 0,
    columns: [{ column: 'name', changed: 3 }],
  });
  expect(back?.columns[0]?.example?.after).toBe(back?.columns[0]?.example?.before?.toUpperCase());
});

test('a migration that loses rows and values', async () => {
  using repository = fixtureRepository({
    schema: libraryModels().replace('  price    Decimal?  @db.Decimal(6, 2)\n', ''),
    up: `DELETE FROM books WHERE id::text = (SELECT max(id::text) FROM books);
      ALTER TABLE books DROP COLUMN price;`,
    down: `ALTER TABLE books ADD price numeric(6, 2);
      ALTER TABLE books ADD CONSTRAINT lent_for_a_price CHECK (state <> 'LENT' OR price > 10) NOT VALID;
      ALTER TABLE books DROP CONSTRAINT lent_for_a_price;`,
  });
  const report = await rehearse(repository.root);
  expect(outcomes(report)).toMatchObject({ up: 'ok', 'compare with schema': 'ok' });
  const books = report.comparisons.filter(({ table }) => table === 'public.books');
  expect(books[0]).toMatchObject({ way: 'up', rows: 5, lost: 1, kept: 4, changed: 0 });
  expect(books[0]?.columns).toEqual([{ column: 'price', columnAfter: null, changed: 0, lost: 4 }]);
  expect(books[1]).toMatchObject({ way: 'down', rows: 5, lost: 1 });
  expect(books[1]?.columns[0]?.column).toBe('price');
});

test('a migration that only rows make fail', async () => {
  using repository = fixtureRepository({
    schema: libraryModels({ name: 'name      String' }),
    up: 'ALTER TABLE authors ALTER name SET NOT NULL;',
    down: 'ALTER TABLE authors ALTER name DROP NOT NULL;',
  });
  const report = await rehearse(repository.root);
  const up = report.steps.find(({ name }) => name === 'up');
  expect(up).toMatchObject({ status: 'failed', error: { code: 'MIGRATION_FAILED' } });
  expect(up?.error?.message).toContain('002_work');
  expect(JSON.stringify(up?.error)).toContain('contains null values');
  expect(outcomes(report)).toMatchObject({ 'compare with schema': 'skipped', down: 'skipped' });
  expect(report.ok).toBe(false);
});

test('without a down there is nothing to try there, and that is no failure', async () => {
  using repository = fixtureRepository({ up: 'CREATE INDEX later ON books ((pages * 2));' });
  const report = await rehearse(repository.root);
  expect(report.ok).toBe(true);
  expect(outcomes(report)).toMatchObject({
    'compare with schema': 'ok',
    down: 'skipped',
    'compare with previous': 'skipped',
    'up again': 'skipped',
  });
  expect(report.steps.find(({ name }) => name === 'down')?.note).toContain('cannot be rolled back');
});

test('a table that cannot be filled is named, with the reason', async () => {
  using repository = fixtureRepository(
    { up: 'SELECT 1;', down: 'SELECT 1;' },
    {
      'migrations/1.0.0/001_library/up.sql': `CREATE TABLE never (id integer PRIMARY KEY, CHECK (id IS NULL));
        CREATE TABLE after (never_id integer NOT NULL REFERENCES never);
        CREATE TYPE pair AS (a integer, b integer);
        CREATE TABLE composite (pair pair NOT NULL);
        CREATE TABLE itself (id integer PRIMARY KEY, other integer NOT NULL REFERENCES itself);`,
    },
  );
  const report = await rehearse(repository.root);
  expect(report.tables.map(({ table, rows, problem }) => [table, rows, problem])).toEqual([
    ['public.after', 0, 'it has to refer to a row of public.never, and there is none'],
    ['public.composite', 0, 'no value of the type pair is known for its column pair'],
    ['public.itself', 5, undefined],
    ['public.never', 0, expect.stringContaining('violates check constraint')],
  ]);
  expect(report.steps.find(({ name }) => name === 'fill')?.note).toBe(
    'No row could be made for public.after, public.composite, public.never.',
  );
});

test('what happens is told as it happens', async () => {
  using repository = fixtureRepository({ up: 'SELECT 1;', down: 'SELECT 1;' });
  const told: string[] = [];
  await testMigrations({
    root: repository.root,
    serverUrl: server(),
    onEvent: (event) => {
      if (event.kind === 'migrationEvent') told.push(`${event.name}: ${event.event.kind}`);
      else told.push(event.kind === 'stepEnded' ? `end ${event.step.name}` : `start ${event.name}`);
    },
  });
  expect(told.slice(0, 2)).toEqual(['start prepare', 'prepare: lockAcquired']);
  expect(told).toEqual(expect.arrayContaining(['down: migrationRolledBack', 'end fill']));
  expect(told.at(-1)).toBe('end compare with first up');
});

test.each([
  ['1.5.0', 'REHEARSAL_VERSION_UNKNOWN'],
  [undefined, 'REHEARSAL_NOTHING_IN_WORK'],
])('%s: %s', async (version, code) => {
  using repository = fixtureRepository(
    { up: 'SELECT 1;' },
    { 'schema/versions/2.0.0/metadata.json': '{}' },
  );
  const options = version === undefined ? {} : { version };
  await expect(
    testMigrations({ root: repository.root, serverUrl: server(), ...options }),
  ).rejects.toMatchObject({ code });
});

test('a schema that PostgreSQL refuses is the failure of its step', async () => {
  using repository = fixtureRepository({
    schema: libraryModels({ book: 'where Unsupported("nowhere")?' }),
    up: 'SELECT 1;',
    down: 'SELECT 1;',
  });
  const report = await rehearse(repository.root);
  expect(report.steps.find(({ name }) => name === 'compare with schema')).toMatchObject({
    status: 'failed',
    error: { code: 'REHEARSAL_SCHEMA_REFUSED' },
  });
  expect(await rehearsalDatabases()).toEqual([]);
});

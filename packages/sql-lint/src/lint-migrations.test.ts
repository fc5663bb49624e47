import { expect, test } from 'vitest';
import type { LintFinding } from './lint-finding.ts';
import { lintMigrations } from './lint-migrations.ts';

/** Findings as `rule line:column`. */
async function lint(...sqls: readonly string[]): Promise<string[]> {
  const findings = await lintMigrations(sqls.map((sql, index) => ({ path: `${index + 1}`, sql })));
  return findings.map(brief);
}

const brief = ({ rule, path, line, column, ignored }: LintFinding): string =>
  `${path}:${line}:${column} ${rule}${ignored ? ` (${ignored.reason})` : ''}`;

const drop = 'ALTER TABLE orders DROP COLUMN note;';

test('files without statements have no findings', async () => {
  expect(await lint('', '\n', '-- nothing\n', '/* no /* thing */ */', ';;')).toEqual([]);
});

test('a syntax error is a finding with its place, counted in characters of any width', async () => {
  expect(await lint("-- é😀\nSELECT 'ü😀'; SELEC 1;")).toEqual(['1:2:15 syntax-error']);
  expect(await lint('SELECT 1;\r\nSELECT (;\r\n')).toEqual(['1:2:9 syntax-error']);
  expect(await lint('SELECT (')).toEqual(['1:1:9 syntax-error']);
  expect(await lint('SELECT 1;\n\0DROP TABLE x;')).toEqual(['1:2:1 syntax-error']);
  expect(await lint('DROP TABLE orders; \\i other.sql')).toEqual(['1:1:20 syntax-error']);
  expect(await lint(`SELECT ${'('.repeat(20_000)}1${')'.repeat(20_000)}`)).toEqual([
    expect.stringContaining('syntax-error'),
  ]);
  expect(await lint(`SELECT ${'1+'.repeat(50_000)}1`, drop)).toEqual([
    '1:1:1 syntax-error',
    '2:1:1 drop-column',
  ]);
});

test('statements are found behind comments, strings and characters of any width', async () => {
  expect(await lint(`\uFEFF${drop}`)).toEqual(['1:1:1 drop-column']);
  expect(await lint(`SELECT 'ü; -- 😀';  ${drop}`)).toEqual(['1:1:21 drop-column']);
  expect(await lint(`-- ü\r\n\r\n/* a /* b */\r\n; */ ${drop}`)).toEqual(['1:4:6 drop-column']);
  expect(await lint(`SELECT $x$ ; DROP TABLE a; $x$;\n${drop}`)).toEqual(['1:2:1 drop-column']);
});

test('what the version makes is no finding, wherever and under whatever name', async () => {
  const files = [
    'CREATE TABLE public.a (id bigint);\nALTER TABLE a RENAME TO b;\nCREATE SCHEMA s;',
    'ALTER TABLE b SET SCHEMA s;\nDROP TABLE s.b;',
    'SET search_path TO s;\nCREATE TABLE c (id bigint);\nCREATE INDEX ON s.c (id);',
    'ALTER SCHEMA s RENAME TO t;\nCREATE INDEX ON t.c (id);\nALTER TABLE t.c DROP COLUMN id;',
  ];
  expect(await lint(...files)).toEqual([]);
  // The same name elsewhere, and the same name again.
  expect(await lint('CREATE TABLE a (id bigint);\nDROP TABLE s.a;')).toEqual(['1:2:1 drop-table']);
  expect(await lint('CREATE TABLE a (id bigint);', 'DROP TABLE a;\nDROP TABLE a;')).toEqual([
    '2:2:1 drop-table',
  ]);
  // A table that takes the place of another.
  const swap =
    'CREATE TABLE new (id bigint);\nALTER TABLE old RENAME TO gone;\nALTER TABLE new RENAME TO old;\nDROP TABLE old;\nDROP TABLE gone;';
  expect(await lint(swap)).toEqual(['1:2:1 rename-table', '1:5:1 drop-table']);
});

test('a comment silences its rule at its statement, with a reason', async () => {
  const ignore = '-- schemactl: ignore drop-column because nobody reads it';
  expect(await lint(`${ignore}\n${drop}`)).toEqual(['1:2:1 drop-column (nobody reads it)']);
  expect(await lint(`${ignore}\r\n-- the note\r\n${drop}`)).toEqual([
    '1:3:1 drop-column (nobody reads it)',
  ]);
  expect(await lint(`SELECT 1; ${drop} ${ignore}\n${drop}`)).toEqual([
    '1:1:11 drop-column (nobody reads it)',
    '1:2:1 drop-column',
  ]);
  expect(await lint(`ALTER TABLE orders ${ignore}\nDROP COLUMN note;`)).toEqual([
    '1:1:1 drop-column (nobody reads it)',
  ]);
  expect(await lint(`${ignore}\n${ignore.replace('column', 'table')}\n${drop}`)).toEqual([
    '1:2:1 ignore-comment',
    '1:3:1 drop-column (nobody reads it)',
  ]);
});

test('a comment that silences nothing, or not why, is a finding', async () => {
  expect(await lint(`-- schemactl: ignore drop-column\n${drop}`)).toEqual([
    '1:1:1 ignore-comment',
    '1:2:1 drop-column',
  ]);
  expect(await lint(`-- schemactl: ignore drop-column because\n${drop}`)).toEqual([
    '1:1:1 ignore-comment',
    '1:2:1 drop-column',
  ]);
  expect(await lint(`-- schemactl: ignore\n${drop}`)).toHaveLength(2);
  expect(await lint(`  -- schemactl: ignore drop-colum because typo\n${drop}`)).toEqual([
    '1:1:3 ignore-comment',
    '1:2:1 drop-column',
  ]);
  const ignore = '-- schemactl: ignore drop-column because nobody reads it';
  expect(await lint(`${ignore}\n\n${drop}`)).toEqual(['1:1:1 ignore-comment', '1:3:1 drop-column']);
  expect(await lint(`SELECT 1;\n${ignore}`)).toEqual(['1:2:1 ignore-comment']);
  expect(await lint(ignore)).toEqual(['1:1:1 ignore-comment']);
  // What looks like one in a string is none.
  expect(await lint(`SELECT '\n${ignore}\n';\n${drop}`)).toEqual(['1:4:1 drop-column']);
});

test('the recipe for NOT NULL is that of the oldest server', async () => {
  const files = [{ path: 'up.sql', sql: 'ALTER TABLE orders ALTER number SET NOT NULL;' }];
  const recipe = async (postgresMajor: number): Promise<string | undefined> =>
    (await lintMigrations(files, { postgresMajor })).find(({ rule }) => rule === 'set-not-null')
      ?.recipe;
  expect(await recipe(17)).toContain('CHECK (number IS NOT NULL) NOT VALID');
  expect(await recipe(18)).toContain('NOT NULL number NOT VALID');
});

test('a file of a megabyte is read whole', async () => {
  const rows = 'INSERT INTO prices VALUES (1, 2.50, $$größe$$);\n'.repeat(21_000);
  expect(await lint(`${rows}${drop}`)).toEqual(['1:21001:1 drop-column']);
});

test('a place that says TODO is a finding until it is written', async () => {
  const decided = "-- what TODO means\nSELECT '-- TODO: no comment';";
  expect(await lint(`${decided}\n-- TODO: decide on it.\nSELECT 1;`, decided)).toEqual([
    '1:3:1 undecided',
  ]);
});

test('what is known of an older table counts for its quoted name, and its key makes the recipe', async () => {
  const sql = 'UPDATE "Order" SET "note" = \'$1\';\nALTER TABLE "Order" ALTER "Code" TYPE text;';
  const existingTables = {
    '"Order"': { columns: { '"Code"': 'character varying(20)' }, key: '"shopId", id' },
  };
  const findings = await lintMigrations([{ path: 'up.sql', sql }], { existingTables });
  expect(findings.map(({ rule, recipe }) => [rule, recipe])).toEqual([
    [
      'update-every-row',
      '-- migrator: batches = "Order" by "shopId", id, target = 150ms\n' +
        'UPDATE "Order" SET note = \'$1\' WHERE ("shopId", id) >= ({from}) AND ("shopId", id) <= ({to});',
    ],
  ]);
});

test('a script in batches is read with its places, and told where it is wrong', async () => {
  const sql =
    '-- migrator: batches = orders by id\nDELETE FROM orders\nWHERE id BETWEEN {from} AND {to} AND;';
  expect(await lintMigrations([{ path: 'up.sql', sql }])).toMatchObject([
    { rule: 'syntax-error', line: 3, column: 37 },
  ]);
});

test('what PostgreSQL refuses in a transaction stands in a script without one', async () => {
  const all = [
    ...['DISCARD ALL', 'CLUSTER', "COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'"],
    ...['ALTER SUBSCRIPTION s REFRESH PUBLICATION', 'REINDEX SCHEMA s'],
  ];
  for (const sql of all) {
    expect(await lint(sql), sql).toContain('1:1:1 concurrent-in-transaction');
    const alone = await lint(`-- migrator: no-transaction\n${sql}`);
    expect(
      alone.filter((one) => one.includes('transaction')),
      sql,
    ).toEqual([]);
  }
  expect(await lint('DISCARD TEMP; ALTER SUBSCRIPTION s DISABLE;')).toEqual([]);
});

test('a directive that the migrator refuses is a finding, and what it means is not taken for done', async () => {
  expect(await lint('-- migrator: lock-timeout = 1d\nSELECT 1;')).toEqual([]);
  expect(await lint('-- migrator: lock-timeout = soon\nSELECT 1;')).toEqual(['1:1:1 directive']);
  expect(await lint('/* Copyright. */\n-- migrator: no-transaction\nVACUUM orders;')).toEqual([
    '1:3:1 concurrent-in-transaction',
    '1:2:1 directive',
  ]);
});

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pythonNaming } from '../src/index.ts';
import { pythonTarget } from '../src/targets/python/python-target.ts';
import { fixtureModel, fixtures, options } from './fixture.ts';
import { ddlOf, execute, installProject } from './installed-project.ts';
import { PYTHON, writeFiles } from './python/generated.ts';
import { run } from './run.ts';

const schema = fixtureModel('parity');
const naming = pythonNaming(schema);

/** The table of errors of both languages. */
const documented: string =
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'errors.md'), 'utf8')
    .split('## The clients: the same mistake in both languages')[1]
    ?.split('\n## ')[0] ?? '';

let project: string;

beforeAll(async () => {
  project = (await installProject('parity')).directory;
  await writeFiles(await pythonTarget.generate(schema, options), join(project, 'python'));
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

const writers = ['node', 'python', 'sql'] as const;
type Writer = (typeof writers)[number];
type Language = Exclude<Writer, 'sql'>;

/** A value of one column, as PostgreSQL writes it and as both clients say it. */
interface ValueCase {
  readonly column: string;
  /** What is written, in a form that JSON has. */
  readonly value: unknown;
  /** PostgreSQL's text of it. */
  readonly text: string | null;
  /** JSON's null, which is a value. */
  readonly kind?: 'JsonNull';
  /** Who can write it; all of them where nobody is named. */
  readonly by?: readonly Writer[];
  /** What both read, where it is not what was written; and what one of them reads, where they differ. */
  readonly reads?: unknown;
  readonly node?: unknown;
  readonly python?: unknown;
}

const cases: readonly ValueCase[] = JSON.parse(
  readFileSync(join(fixtures, 'parity', 'values.json'), 'utf8'),
);

const columns = Object.fromEntries(
  (schema.models.find(({ name }) => name === 'Value')?.fields ?? []).flatMap((field) => {
    if (field.name === 'id' || (field.kind !== 'scalar' && field.kind !== 'enum')) return [];
    const facts = {
      type: field.kind === 'enum' ? 'Enum' : field.type,
      nativeType: field.kind === 'enum' ? '' : field.nativeType.name,
      isList: field.arity === 'list',
      field: naming.field('Value', field.name),
    };
    return [[field.name, facts] as const];
  }),
);

/** The type of a column, and the one by whose text its values are compared. */
async function columnType(
  client: pg.Client,
  column: string,
): Promise<{ readonly type: string; readonly comparable: string }> {
  const { rows } = await client.query<{ type: string }>(
    `SELECT format_type(atttypid, atttypmod) AS type FROM pg_attribute
     WHERE attrelid = '"values"'::regclass AND attname = $1`,
    [column],
  );
  const type = rows[0]?.type ?? '';
  return { type, comparable: type === 'json' ? 'jsonb' : type };
}

/** Runs a script in both languages; gives what each says of every case. */
async function inBoth(
  script: string,
  args: readonly string[],
  databases: string | Readonly<Record<Language, string>>,
): Promise<Readonly<Record<Language, Record<string, unknown>>>> {
  const said = async (
    language: Language,
    program: string,
    file: string,
  ): Promise<Record<string, unknown>> => {
    const result = await run(program, [file, ...args], {
      cwd: project,
      env: {
        DATABASE_URL: typeof databases === 'string' ? databases : databases[language],
        PYTHONPATH: join(project, 'python'),
      },
    });
    expect(result.exitCode, result.stderr).toBe(0);
    return JSON.parse(result.stdout);
  };
  const [node, python] = await Promise.all([
    said('node', process.execPath, `${script}.mjs`),
    said('python', PYTHON ?? '', `${script}.py`),
  ]);
  return { node, python };
}

const failures = (answers: Record<string, unknown>): readonly unknown[] =>
  Object.entries(answers).filter(([, answer]) => answer !== null);

const isList = (column: string): boolean => columns[column]?.isList === true;

/** What a client says of a row; of an error, which it is. */
function expectedRead(row: ValueCase, language: Language): unknown {
  const value = row.reads === undefined ? row.value : row.reads;
  const expected = language in row ? row[language] : value;
  return isList(row.column) ? (expected ?? []) : expected;
}

describe.skipIf(!PYTHON)('both clients', () => {
  test('what one of them writes, or SQL, the other reads as it is, and SQL', async () => {
    await using database = await createTestDatabase();
    const { connectionString } = database;
    await execute(connectionString, ddlOf('parity'));
    const planned = cases.map((each, index) => ({
      ...each,
      id: `${each.column}/${index}`,
      isJsonNull: each.kind === 'JsonNull',
      by: each.by ?? writers,
    }));
    const planFile = join(project, 'plan.json');
    writeFileSync(planFile, JSON.stringify({ columns, cases: planned }));
    const written = await inBoth('values', ['write', planFile], connectionString);
    expect(failures(written.node)).toEqual([]);
    expect(failures(written.python)).toEqual([]);

    const client = new pg.Client({ connectionString });
    await client.connect();
    try {
      await client.query("SET timezone = 'UTC'");
      for (const { id, column, text, by } of planned) {
        if (!by.includes('sql')) continue;
        const { type } = await columnType(client, column);
        await client.query(
          `INSERT INTO "values" (id, "${column}") VALUES ($1, $2::text::${type})`,
          [`sql/${id}`, text],
        );
      }
      const rows = planned.flatMap((each) =>
        each.by
          .flatMap((writer) => (writer === 'node' ? ['node', 'slow'] : [writer]))
          .map((writer) => ({ ...each, id: `${writer}/${each.id}` })),
      );
      const inDatabase: unknown[] = [];
      const expectedThere: unknown[] = [];
      for (const { id, column, text } of rows) {
        const { type, comparable } = await columnType(client, column);
        const { rows: found } = await client.query(
          `SELECT "${column}"::${comparable}::text AS found, $2::text::${type}::${comparable}::text AS expected FROM "values" WHERE id = $1`,
          [id, text],
        );
        inDatabase.push({ id, text: found[0]?.found });
        expectedThere.push({ id, text: comparable === 'jsonb' ? found[0]?.expected : text });
      }
      expect(inDatabase).toEqual(expectedThere);

      writeFileSync(planFile, JSON.stringify({ columns, cases: rows }));
      const read = await inBoth('values', ['read', planFile], connectionString);
      for (const language of ['node', 'python'] as const) {
        expect(read[language]).toEqual(
          Object.fromEntries(rows.map((row) => [row.id, expectedRead(row, language)])),
        );
      }
    } finally {
      await client.end();
    }
  });

  test('the same mistake is the error that docs/errors.md names, in each of them', async () => {
    await using node = await createTestDatabase();
    await using python = await createTestDatabase();
    for (const { connectionString } of [node, python])
      await execute(connectionString, ddlOf('parity'));
    const made = await inBoth('mistakes', [], {
      node: node.connectionString,
      python: python.connectionString,
    });
    const rows = [...documented.matchAll(/^\| (.+?) +\| `(\w+)` +\| `(\w+)` +\|$/gm)];
    const named = (at: number) => Object.fromEntries(rows.map((row) => [row[1], row[at]]));
    expect(made).toEqual({ node: named(2), python: named(3) });
    for (const { connectionString } of [node, python]) {
      const late = await execute(connectionString, "SELECT FROM people WHERE email = 'late'");
      expect(late, 'what a transaction does after its time is not kept').toBe(0);
    }
  });
});

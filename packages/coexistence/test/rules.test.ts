import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import type { Structure } from '@schema-service/migration-draft';
import { type Bridged, bridgedOf, diff } from '@schema-service/schema-diff';
import { columnsOf, type SchemaModel, schemaSql, type View } from '@schema-service/schema-model';
import pg from 'pg';
import { expect, test } from 'vitest';
import { type Advance, type Answer, type Answers, adopt, contract } from '../src/index.ts';
import { decided, parse, stepTo } from './living-versions.ts';
import { runPhases, undoPhases, withQueries } from './run-phases.ts';
import { structureOf } from './structure-of.ts';

const folder = join(import.meta.dirname, '../../schema-diff/fixtures');

interface Change {
  readonly name: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
  /** What the author says where nothing follows from the change. */
  readonly answers: Answers;
}

/** A fixture's `author.json`. */
interface Author {
  readonly types?: Readonly<Record<string, string>>;
  readonly answers?: Readonly<Record<string, Answer>>;
}

const read = (name: string, file: string): string => readFileSync(join(folder, name, file), 'utf8');

const changes = readdirSync(folder)
  .sort()
  .map((name): Change => {
    const [previous, current] = ['previous', 'current'].map((file) =>
      parse(read(name, `${file}.prisma`)),
    );
    if (previous === undefined || current === undefined) throw new Error(name);
    const isSaid = existsSync(join(folder, name, 'author.json'));
    // A folder of ours, whose form is the one above.
    const { types = {}, answers = {} } = (
      isSaid ? JSON.parse(read(name, 'author.json')) : {}
    ) as Author;
    // Another type for an enum whose values change.
    const enums = current.enums.map((one) => ({ ...one, dbName: types[one.name] ?? one.dbName }));
    const said = new Map(Object.entries(answers));
    return { name, previous, current: { ...current, enums }, answers: said };
  });

interface Made {
  readonly database: TestDatabase;
  readonly client: pg.Client;
}

const queryFor = (_: string, columns: readonly string[]): string =>
  `SELECT ${columns.map((column) => `1 AS "${column}"`).join(', ')}`;

const queryOf = (view: View): string =>
  queryFor(
    view.name,
    columnsOf(view).map(({ dbName }) => dbName),
  );

async function databaseOf(schema: SchemaModel, views: readonly View[]): Promise<Made> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  for (const statement of await schemaSql(null, schema)) await client.query(statement);
  for (const view of views) {
    await client.query(`CREATE VIEW "${view.dbName}" AS ${queryOf(view)}`);
  }
  return { database, client };
}

const structureOfViews = ({ previous }: Change): Structure =>
  previous.views.map((view) => ({
    kind: 'view',
    name: `public."${view.dbName}"`,
    properties: { definition: queryOf(view) },
  }));

function stepOf(change: Change) {
  const { previous, current, answers } = change;
  const structure = structureOfViews(change);
  const { layout, phases } = adopt('v', '1.0.0', previous);
  const first = stepTo(layout, '2.0.0', previous, current, { structure });
  const step = stepTo(layout, '2.0.0', previous, current, { answers, structure });
  return { adoption: phases, first, step };
}

/** What a step does for the older version. */
function howOf(step: Advance): Bridged {
  if (step.kind === 'halted') return 'no';
  const { groups, fills } = step.layout;
  return groups.length > 0 ? 'twin' : fills.length > 0 ? 'fill' : 'views';
}

// `vitest run -u` rewrites `rules.txt`.
test('which changes are bridged, by what, and what an author is asked', async () => {
  const lines = changes.map((change) => {
    const { first, step } = stepOf(change);
    const asked = first.kind === 'halted' ? first.findings : [];
    const findings = asked.map((one) =>
      one.kind === 'undecided' ? `  ${one.annotations.join(' ')}` : `  ${one.path}: ${one.reason}`,
    );
    return [`${change.name}: ${howOf(step)}`, ...findings].join('\n');
  });
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('rules.txt');
});

/** New keys hold for rows of all versions. There are views of both, and the older one is refused what breaks a key. */
const newKeys = [
  'field-type-changed--relation',
  'index-added--partial-unique',
  'index-changed--partial-unique',
  'primary-key-added',
  'primary-key-changed',
  'relation-added--existing-column',
  'relation-added--new-model',
  'relation-changed',
  'relation-mode-changed--to-foreign-keys',
  'unique-added',
  'unique-changed',
];

test.each(changes)('the verdict on $name says by what it is bridged', (change) => {
  const verdict = bridgedOf(diff(change.previous, change.current));
  expect(verdict).toBe(newKeys.includes(change.name) ? 'no' : howOf(stepOf(change).step));
});

const bridged = changes.filter((change) => stepOf(change).step.kind === 'advanced');

/** PostgreSQL takes no value out of a type. */
const isUndone = (line: string): boolean => !line.startsWith('enum ');

test.each(bridged)(
  '$name: there and back, there again, and alone it is what its schema says',
  async (change) => {
    const { previous, current } = change;
    const { adoption, step } = stepOf(change);
    const { layout, phases: drafts } = decided(step);
    const phases = withQueries(drafts, queryFor);
    const { database, client } = await databaseOf(previous, previous.views);
    try {
      await runPhases(client, adoption);
      const before = await structureOf(client);
      await runPhases(client, phases);
      await undoPhases(client, phases);
      expect((await structureOf(client)).filter(isUndone)).toEqual(before.filter(isUndone));
      await runPhases(client, phases);
      const structure = structureOfViews(change);
      await runPhases(client, contract(layout, '1.0.0', current, { structure }).phases);
      const alone = await structureOf(client);
      const made = await databaseOf(current, current.views);
      expect(alone).toEqual(await structureOf(made.client));
      await made.client.end();
      await made.database.drop();
    } finally {
      await client.end();
      await database.drop();
    }
  },
);

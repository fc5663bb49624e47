import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import type { Structure } from '@schema-service/migration-draft';
import { type Bridged, bridgedOf, diff } from '@schema-service/schema-diff';
import { columnsOf, type SchemaModel, schemaSql, type View } from '@schema-service/schema-model';
import pg from 'pg';
import { expect, test } from 'vitest';
import {
  type Advance,
  type Answer,
  type Answers,
  adopt,
  contract,
  type Finding,
} from '../src/index.ts';
import { decided, parse, stepTo } from './living-versions.ts';
import { runPhases, undoPhases } from './run-phases.ts';
import { structureOf } from './structure-of.ts';

const folder = join(import.meta.dirname, '../../schema-diff/fixtures');

/** What an author could say where nothing follows from the change. */
const said: Readonly<Record<string, Answer>> = {
  'field-added--client-default Review.slug': { fill: "'slug-' || {id}" },
  'field-added--required Review.language': { fill: "'en'" },
  'field-added--unsupported-required Review.place': { fill: "'(0,0)'::point" },
  'field-made-optional Review.title': { down: "coalesce({value}, '')" },
  'field-made-optional--relation Review.productId': { down: 'coalesce({value}, 1)' },
  'field-made-required--relation Review.productId': { up: 'coalesce({value}, 1)' },
  'field-made-required Review.body': { up: "coalesce({value}, '')" },
  'field-made-required--unsupported Review.place': { up: "coalesce({value}, '(0,0)'::point)" },
  'field-removed--required Review.rating': { down: '0' },
  'field-removed--unsupported-required Review.place': { down: "'(0,0)'::point" },
};

interface Change {
  readonly name: string;
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
}

const changes = readdirSync(folder)
  .sort()
  .map((name): Change => {
    const [previous, current] = ['previous', 'current'].map((file) =>
      parse(readFileSync(join(folder, name, `${file}.prisma`), 'utf8')),
    );
    if (previous === undefined || current === undefined) throw new Error(name);
    return { name, previous, current: withNewTypes(name, current) };
  });

/** An author's other name for the type of an enum whose values change. */
function withNewTypes(name: string, schema: SchemaModel): SchemaModel {
  const changes = /^enum-value(?!.*--(mapped|tolerated))/.test(name);
  const enums = schema.enums.map((one) => (changes ? { ...one, dbName: `${one.dbName}_2` } : one));
  return { ...schema, enums };
}

/** The SQL that an annotation begins with, or that of the table above. */
function answersTo(name: string, findings: readonly Finding[]): Answers {
  const answers = new Map<string, Answer>();
  for (const finding of findings) {
    if (finding.kind === 'unbridgeable') continue;
    const { path, annotations } = finding;
    const { key = '', sql = '' } =
      /@(?<key>\w+) (?:\w+: )?(?<sql>.*)/.exec(annotations[0] ?? '')?.groups ?? {};
    answers.set(path, { ...answers.get(path), ...(said[`${name} ${path}`] ?? { [key]: sql }) });
  }
  return answers;
}

interface Made {
  readonly database: TestDatabase;
  readonly client: pg.Client;
}

async function databaseOf(schema: SchemaModel, views: readonly View[]): Promise<Made> {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  for (const statement of await schemaSql(null, schema)) await client.query(statement);
  for (const view of views) {
    const columns = columnsOf(view).map(({ dbName }) => `1 AS "${dbName}"`);
    await client.query(`CREATE VIEW "${view.dbName}" AS SELECT ${columns.join(', ')}`);
  }
  return { database, client };
}

/** Queries are no part of a schema: an author has written those of the newer version, too. */
const viewsOf = ({ previous, current }: Change): readonly View[] => [
  ...previous.views,
  ...diff(previous, current).flatMap((one) => (one.id === 'VIEW_ADDED' ? [one.current] : [])),
];

const structureOfViews = ({ previous }: Change): Structure =>
  previous.views.map(({ dbName }) => ({
    kind: 'view',
    name: `public."${dbName}"`,
    properties: { definition: 'SELECT 1' },
  }));

function stepOf({ name, previous, current }: Change) {
  const { layout, phases } = adopt('v', '1.0.0', previous);
  const first = stepTo(layout, '2.0.0', previous, current);
  const step =
    first.kind === 'advanced'
      ? first
      : stepTo(layout, '2.0.0', previous, current, { answers: answersTo(name, first.findings) });
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
    const { layout, phases } = decided(step);
    const { database, client } = await databaseOf(previous, viewsOf(change));
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

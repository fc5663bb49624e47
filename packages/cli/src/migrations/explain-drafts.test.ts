import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  draftMigrations,
  type MigrationDraft,
  type Structure,
} from '@schema-service/migration-draft';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { diff } from '@schema-service/schema-diff';
import {
  type ColumnField,
  columnsOf,
  parseSchema,
  type SchemaModel,
} from '@schema-service/schema-model';
import { type ExistingTable, lintMigrations } from '@schema-service/sql-lint';
import { expect, test } from 'vitest';
import { explainDrafts } from './explain-drafts.ts';

const folder = join(import.meta.dirname, '..', '..', '..', 'migration-draft', 'test', 'cases');

interface Case {
  readonly previous: SchemaModel;
  readonly drafts: readonly MigrationDraft[];
}

function readCase(name: string): Case {
  const read = (file: string): string => readFileSync(join(folder, name, file), 'utf8');
  const schema = (file: string): SchemaModel => parseSchema([{ path: file, content: read(file) }]);
  const [previous, current] = [schema('previous.prisma'), schema('current.prisma')];
  const structure: Structure = existsSync(join(folder, name, 'structure.json'))
    ? JSON.parse(read('structure.json'))
    : [];
  const drafts = draftMigrations(previous, current, diff(previous, current), { structure });
  return { previous, drafts };
}

/** Names and types as a catalog spells them. */
const spelled = (name: string): string =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : quoteIdentifier(name);

const types: Readonly<Record<string, string>> = {
  VarChar: 'character varying',
  Char: 'character',
  Decimal: 'numeric',
  DoublePrecision: 'double precision',
  Timestamp: 'timestamp without time zone',
  Timestamptz: 'timestamp with time zone',
};

function typeOf(field: ColumnField): string {
  const list = field.arity === 'list' ? '[]' : '';
  if (field.kind === 'unsupported') return `${field.databaseType}${list}`;
  if (field.kind === 'enum') return `${spelled(field.type)}${list}`;
  const { name, args } = field.nativeType;
  const [first, ...rest] = (types[name] ?? name.toLowerCase()).split(' ');
  const declared = args.length === 0 ? first : `${first}(${args.join(',')})`;
  return [declared, ...rest].join(' ') + list;
}

const tablesOf = ({ models }: SchemaModel): Readonly<Record<string, ExistingTable>> =>
  Object.fromEntries(
    models.map((model) => {
      const { namespace = 'public', dbName } = model;
      const table =
        namespace === 'public' ? spelled(dbName) : `${spelled(namespace)}.${spelled(dbName)}`;
      const columns = columnsOf(model).map((field) => [spelled(field.dbName), typeOf(field)]);
      return [table, { columns: Object.fromEntries(columns) }];
    }),
  );

/** What the lint still finds in the drafts once they are explained, a line each. */
async function findingsIn(
  drafts: readonly MigrationDraft[],
  existingTables: Readonly<Record<string, ExistingTable>>,
): Promise<readonly string[]> {
  const placed = drafts.map((draft, index) => ({
    path: `${String(index + 1).padStart(3, '0')}_${draft.suffix}/up.sql`,
    draft,
  }));
  const explained = await explainDrafts(placed, [], { existingTables });
  const files = placed.map(({ path }, index) => ({ path, sql: explained[index]?.up ?? '' }));
  const findings = await lintMigrations(files, { existingTables });
  return findings
    .filter(({ ignored, rule }) => !ignored && rule !== 'undecided')
    .map(({ path, line, rule, message }) => `${path}:${line} ${rule}: ${message}`);
}

test.each(readdirSync(folder).sort())(
  'the lint leaves nothing but decisions in the drafts of %s',
  async (name) => {
    const { previous, drafts } = readCase(name);
    expect(await findingsIn(drafts, {})).toEqual([]);
    expect(await findingsIn(drafts, tablesOf(previous))).toEqual([]);
  },
);

test('a comment stands above the statement that it explains, and gives the reason', async () => {
  const [first, second] = await explainDrafts(
    [
      {
        path: '1',
        draft: { up: '-- Why.\nALTER TABLE "A" DROP COLUMN "b",\n  DROP COLUMN "c";\n' },
      },
      { path: '2', draft: { up: 'UPDATE "A" SET "b" = 1;\n\nDROP TABLE "A";\n' } },
    ],
    [],
    {},
  );
  expect(first?.up).toBe(
    '-- Why.\n-- schemactl: ignore drop-column because the schema drops it\nALTER TABLE "A" DROP COLUMN "b",\n  DROP COLUMN "c";\n',
  );
  // What no schema asks for stays a finding.
  expect(second?.up).toBe(
    'UPDATE "A" SET "b" = 1;\n\n-- schemactl: ignore drop-table because the schema drops it, or changes what it reads\nDROP TABLE "A";\n',
  );
});

test('what is explained already is not explained again', async () => {
  const up = '-- schemactl: ignore drop-table because of me\nDROP TABLE "A";\n';
  expect(await explainDrafts([{ path: '1', draft: { up } }], [], {})).toEqual([{ up }]);
});

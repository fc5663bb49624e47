import { quoteLiteral, quoteText } from '@schema-service/postgres-sql';
import type { DatabaseScript } from '../creation/database-script.ts';
import type { DatabaseRows, RowColumn, TableRows } from './read-rows.ts';
import { SQUASH_FILE } from './squash-file.ts';

/** What a squashed script is made of. */
export interface SquashParts {
  readonly version: string;
  readonly script: DatabaseScript;
  readonly rows: DatabaseRows;
  /** Columns whose values are left to their defaults: `public.plan.created_at`. */
  readonly defaults: readonly string[];
  /** Statements about rights, as the scripts have them. */
  readonly rights: readonly string[];
}

/** The text of `squash.sql`. Pure. */
export function squashText({ version, script, rows, defaults, rights }: SquashParts): string {
  const left = new Set(defaults);
  const { statements, beforeRows } = script;
  const made = statements.map((statement) =>
    statement.replace(/^CREATE SCHEMA (?!IF NOT)/, 'CREATE SCHEMA IF NOT EXISTS '),
  );
  const { tables, sequences } = rows;
  const all = [
    ...made.slice(0, beforeRows),
    ...tables.filter(({ isView }) => !isView).flatMap((table) => inserts(table, left)),
    ...sequences.map(
      ({ name, value, isCalled }) =>
        `SELECT pg_catalog.setval(${quoteText(name)}, ${value}, ${isCalled})`,
    ),
    ...tables.filter(({ isView }) => isView).map(({ name }) => `REFRESH MATERIALIZED VIEW ${name}`),
    ...made.slice(beforeRows),
    ...rights,
  ];
  return `-- What the migrations up to ${version} make, for a new database: schema-migrator squash ${version}
-- ${SQUASH_FILE} says which those are. A database that has run some of them goes on with their own scripts.

${all.map((statement) => `${statement};\n`).join('\n')}`;
}

/** Is not to be written: PostgreSQL gives it. */
export const isLeftToDefault = (
  table: Pick<TableRows, 'name'>,
  { name, isGenerated }: Pick<RowColumn, 'name' | 'isGenerated'>,
  defaults: ReadonlySet<string>,
): boolean => isGenerated || defaults.has(`${table.name}.${name}`);

function inserts(table: TableRows, defaults: ReadonlySet<string>): readonly string[] {
  const kept = table.columns
    .map((column, index) => ({ ...column, index }))
    .filter((column) => !isLeftToDefault(table, column, defaults));
  if (kept.length === 0) return table.rows.map(() => `INSERT INTO ${table.name} DEFAULT VALUES`);
  const names = kept.map(({ name }) => name).join(', ');
  const overriding = kept.some(({ isAlwaysIdentity }) => isAlwaysIdentity)
    ? ' OVERRIDING SYSTEM VALUE'
    : '';
  const values = table.rows.map((row) => {
    const texts = kept.map(({ index, isNumber }) => {
      const value = row[index] ?? null;
      return value !== null && isNumber ? value : quoteLiteral(value).trimStart();
    });
    return `(${texts.join(', ')})`;
  });
  return [
    `INSERT INTO ${table.name} (${names})${overriding} VALUES\n    ${values.join(',\n    ')}`,
  ];
}

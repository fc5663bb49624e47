import type { Client, DatabaseError } from 'pg';
import pg from 'pg';
import type { MadeRow, MadeRows } from './choose-references.ts';
import { chooseReferences } from './choose-references.ts';
import type { Random } from './random.ts';
import { otherValue, type RowStyle, type RowValue, styledValue, useDefault } from './row-values.ts';
import type { ColumnFacts, TableFacts } from './table-facts.ts';

/** How often a row that is refused is tried with other values. */
const TRIES = 300;

export type MakingOutcome =
  | { readonly kind: 'made'; readonly row: MadeRow }
  | { readonly kind: 'refused'; readonly reason: string };

/** Where a row is made, and from what. */
export interface Making {
  readonly client: Client;
  readonly table: TableFacts;
  readonly made: MadeRows;
  readonly random: Random;
}

/**
 * Inserts one row. Where the database refuses it, the columns that the refusal
 * is about get other values, and it is tried again.
 */
export async function makeRow(making: Making, style: RowStyle, n: number): Promise<MakingOutcome> {
  const { table, made, random } = making;
  const overrides = new Map<string, RowValue>();
  const refused = new Map<string, number>();
  let reason = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    const isFirst = tries === 0;
    const references = chooseReferences(
      table,
      made,
      (among) => (isFirst ? n % Math.max(1, among) : random.integer(among)),
      () => (isFirst ? style === 'sparse' : random.integer(2) === 0),
    );
    if (references.kind === 'impossible') return { kind: 'refused', reason: references.reason };
    const chosen = new Map([...overrides, ...references.values]);
    const values = new Map<string, RowValue>();
    for (const column of table.columns.filter(({ isMade }) => !isMade)) {
      const value = chosen.has(column.name)
        ? chosen.get(column.name)
        : styledValue(column, style, n);
      if (value === undefined) return { kind: 'refused', reason: noValue(column) };
      values.set(column.name, value);
    }
    referToItself(table, made, values);
    try {
      const row = await insert(making, values);
      if (row) return { kind: 'made', row };
      reason = 'a trigger takes no row';
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error;
      reason = error.message;
      for (const column of columnsOf(error, making)) {
        const times = refused.get(column.name) ?? 0;
        refused.set(column.name, times + 1);
        const value = otherValue(table, column, n, times, random);
        if (value !== undefined) overrides.set(column.name, value);
      }
    }
  }
  return { kind: 'refused', reason };
}

/** The columns that a refusal is about; any one of them where it does not say. */
function columnsOf(
  { constraint, column }: DatabaseError,
  { table: { columns, refusals }, random }: Making,
): readonly ColumnFacts[] {
  const names = refusals.get(constraint ?? '')?.columns ?? (column ? [column] : []);
  const named = columns.filter(
    ({ name, type }) =>
      names.includes(name) || type.checks.some((check) => check.name === constraint),
  );
  return named.length > 0 ? named : columns.slice(random.integer(columns.length)).slice(0, 1);
}

/** The first row of a table whose rows have to refer to a row of the same table. */
function referToItself(table: TableFacts, made: MadeRows, values: Map<string, RowValue>): void {
  if ((made.get(table.name) ?? []).length > 0) return;
  for (const { table: other, columns, references } of table.foreignKeys) {
    if (other !== table.name) continue;
    for (const [i, column] of columns.entries()) {
      const own = values.get(references[i] ?? '');
      if (values.get(column) !== null && own !== undefined) values.set(column, own);
    }
  }
}

async function insert(
  { client, table }: Making,
  values: ReadonlyMap<string, RowValue>,
): Promise<MadeRow | undefined> {
  const parameters: (string | null)[] = [];
  const given = [...values].map(([, value]) => {
    if (value === useDefault) return 'DEFAULT';
    parameters.push(value);
    return `$${parameters.length}`;
  });
  const columns = [...values.keys()].map(pg.escapeIdentifier).join(', ');
  const returned = table.columns
    .map(({ name }) => `${pg.escapeIdentifier(name)}::text AS ${pg.escapeIdentifier(name)}`)
    .join(', ');
  const what = given.length > 0 ? `(${columns}) VALUES (${given.join(', ')})` : 'DEFAULT VALUES';
  const { rows } = await client.query<Record<string, string | null>>(
    `INSERT INTO ${table.name} ${what} RETURNING ${returned || '1'}`,
    parameters,
  );
  return rows[0] && new Map(Object.entries(rows[0]));
}

const noValue = ({ name, type }: ColumnFacts): string =>
  `no value of the type ${type.name} is known for its column ${name}`;

import { quoteIdentifier } from '@schema-service/postgres-sql';
import pg from 'pg';
import type { WrittenColumn, WrittenTable } from './written-tables.ts';

/** Told as the writers go, and until when. */
export interface WriterContext {
  readonly connectionString: string;
  readonly tables: readonly WrittenTable[];
  /** How many rows every table had at first. */
  readonly rows: number;
  readonly writers: number;
  readonly isOver: () => boolean;
}

/** What a writer did: how long each statement took, in milliseconds, and what failed. */
export interface Written {
  readonly durations: readonly number[];
  readonly failures: readonly string[];
}

/** Tables that a writer can write to before and after. */
export const isWritable = ({ isThere, takesInserts, key }: WrittenTable): boolean =>
  isThere && (takesInserts || key.length > 0);

/**
 * Writes until it is over: transactions that touch one table or two, in any order, and statements on their own. Every
 * writer has its own rows, so that writers never wait for each other.
 *
 * @param writer from 0
 */
export async function runWriter(context: WriterContext, writer: number): Promise<Written> {
  const { connectionString, isOver } = context;
  const tables = context.tables.filter(isWritable);
  const durations: number[] = [];
  const failures: string[] = [];
  const random = createRandom(writer + 1);
  const client = new pg.Client({ connectionString, application_name: `writer-${writer}` });
  await client.connect();
  let made = 0;
  const timed = async (sql: string, values: readonly string[] = []): Promise<void> => {
    const start = performance.now();
    try {
      await client.query(sql, [...values]);
    } finally {
      durations.push(performance.now() - start);
    }
  };
  const write = async (table: WrittenTable): Promise<void> => {
    const isInsert = table.takesInserts && (table.key.length === 0 || random(2) === 0);
    if (isInsert) made += 1;
    const number = isInsert
      ? context.rows + made * context.writers + writer + 1
      : ownRow(context, writer, random);
    const { sql, values } = isInsert
      ? insertOne(table, number, context, random)
      : updateOne(table, number, context, random);
    await timed(sql, values);
  };
  try {
    while (!isOver() && tables.length > 0) {
      const count = tables.length > 1 ? 1 + random(2) : 1;
      const chosen = shuffled(tables, random).slice(0, count);
      try {
        if (count === 1 && random(2) === 0) {
          for (const table of chosen) await write(table);
          continue;
        }
        await client.query('BEGIN');
        for (const table of chosen) await write(table);
        await client.query('COMMIT');
      } catch (error) {
        failures.push(describe(error));
        await client.query('ROLLBACK');
        if (failures.length >= MOST_FAILURES) break;
      }
    }
  } finally {
    await client.end();
  }
  return { durations, failures };
}

/** No use in more: something is broken then. */
const MOST_FAILURES = 5;

type Random = (below: number) => number;

/** A row that this writer alone updates. */
function ownRow({ rows, writers }: WriterContext, writer: number, random: Random): number {
  return 1 + writer + writers * random(Math.floor((rows - 1 - writer) / writers) + 1);
}

interface Statement {
  readonly sql: string;
  readonly values: readonly string[];
}

function insertOne(
  { name, columns }: WrittenTable,
  number: number,
  context: WriterContext,
  random: Random,
): Statement {
  const given = columns.filter(
    ({ isShared, canBeLeftOut, isPartOfReference }) =>
      isShared && (!canBeLeftOut || isPartOfReference || random(2) === 0),
  );
  const optional = given.filter(
    ({ canBeLeftOut, isKey, isReference }) => !(canBeLeftOut && isKey && !isReference),
  );
  const referred = 1 + random(context.rows);
  const values = optional.map((column) => textFor(column, number, referred));
  const names = optional.map((column) => quoteIdentifier(column.name)).join(', ');
  const what =
    optional.length === 0
      ? 'DEFAULT VALUES'
      : `(${names}) VALUES (${values.map((_, index) => `$${index + 1}`).join(', ')})`;
  return { sql: `INSERT INTO ${name} ${what}`, values };
}

function updateOne(
  { name, columns, key }: WrittenTable,
  number: number,
  context: WriterContext,
  random: Random,
): Statement {
  const free = columns.filter(
    ({ isShared, isKey, isPartOfReference }) => isShared && !isKey && !isPartOfReference,
  );
  const changed = shuffled(free, random).slice(0, 1 + random(2));
  const referred = 1 + random(context.rows);
  const values = changed.map((column) => textFor(column, random(context.rows), referred));
  const keyValues = key.map(
    ({ sample, number: numberOf }) => sample?.text(numberOf.of(number)) ?? '',
  );
  const parameter = (index: number): string => `$${index + 1}`;
  const set = changed.map(
    (column, index) => `${quoteIdentifier(column.name)} = ${parameter(index)}`,
  );
  // A table of keys alone: an update all the same.
  const [first] = key;
  const touched = first ? [`${quoteIdentifier(first.name)} = ${quoteIdentifier(first.name)}`] : [];
  const where = key.map(
    (column, index) => `${quoteIdentifier(column.name)} = ${parameter(values.length + index)}`,
  );
  return {
    sql: `UPDATE ${name} SET ${(set.length > 0 ? set : touched).join(', ')} WHERE ${where.join(' AND ')}`,
    values: [...values, ...keyValues],
  };
}

/** Rows refer to those that were there at first. */
function textFor({ sample, isReference }: WrittenColumn, number: number, referred: number): string {
  return sample?.text(isReference ? referred : number) ?? '';
}

function describe(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return String(error);
  return `${error.code} ${error.message}`;
}

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(random(left.length), 1));
}

/** The same for the same seed (mulberry32). */
function createRandom(seed: number): Random {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

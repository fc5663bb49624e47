import { quoteIdentifier } from '@schema-service/postgres-sql';
import type pg from 'pg';
import type { WrittenTable } from './written-tables.ts';

/** In every so many rows a column that may be null is. */
const NULL_EVERY = 11;

/** Gives every table rows that fit both schemas, numbered from 1; foreign keys are not looked at meanwhile. */
export async function fillMany(
  client: pg.Client,
  tables: readonly WrittenTable[],
  rows: number,
): Promise<void> {
  // Rows of tables that refer to each other.
  await client.query("SET session_replication_role = 'replica'");
  for (const table of tables) await client.query(insertMany(table, rows));
  await client.query("SET session_replication_role = 'origin'");
  await client.query(countOn);
  await client.query('ANALYZE');
}

function insertMany({ name, columns }: WrittenTable, rows: number): string {
  const given = columns.filter(({ sample }) => sample !== undefined);
  const names = given.map((column) => quoteIdentifier(column.name));
  const parts = given.map(({ name: column, sample, number, isOptional, isKey }) => {
    const value = sample?.sql(number.sql('i')) ?? 'NULL';
    const isNull = isOptional && !isKey;
    const sql = isNull ? `CASE WHEN i % ${NULL_EVERY} <> 0 THEN ${value} END` : value;
    return `'${column.replaceAll("'", "''")}', ${sql}`;
  });
  return `INSERT INTO ${name} (${names.join(', ')})
    SELECT ${names.map((column) => `(r).${column}`).join(', ')} FROM (
      SELECT jsonb_populate_record(NULL::${name}, jsonb_build_object(${parts.join(', ')})) AS r
      FROM generate_series(1::bigint, ${rows}) AS i OFFSET 0) AS made`;
}

/** Sequences go on behind the rows. */
const countOn = `
  DO $$
  DECLARE found record; last bigint;
  BEGIN
    FOR found IN
      SELECT s.oid::regclass AS sequence, d.refobjid::regclass AS owner, a.attname AS name
      FROM pg_class s
      JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
      WHERE s.relkind = 'S'
    LOOP
      EXECUTE format('SELECT max(%I) FROM %s', found.name, found.owner) INTO last;
      IF last IS NOT NULL THEN PERFORM setval(found.sequence, last); END IF;
    END LOOP;
  END
  $$`;

import pg from 'pg';
import { STRUCTURE } from './structure.ts';

const INVALID = 'SELECT indexrelid::regclass AS name FROM pg_index WHERE NOT indisvalid';
const TABLES = `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`;

const rowsOf = (table: string): string =>
  `SELECT format('%s rows of ${table}: %s', count(*), string_agg(name, ', ' ORDER BY id)) AS name FROM ${table}`;

/**
 * Structure and rows, a line for each part. An index that a killed build left
 * behind, invalid, is left out: the next attempt drops it.
 */
export async function pictureOf(connectionString: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const names = async (sql: string): Promise<string[]> => {
    const { rows } = await client.query<{ name: string }>(sql);
    return rows.map(({ name }) => name);
  };
  try {
    const invalid = await names(INVALID);
    const structure = await names(`SELECT line AS name FROM (${STRUCTURE}) AS structure`);
    const lines = structure.filter((line) => !invalid.some((name) => line.includes(` ${name} `)));
    const tables = await names(TABLES);
    const rows = tables.length > 0 ? await names(tables.map(rowsOf).join(' UNION ALL ')) : [];
    return [...lines, ...rows];
  } finally {
    await client.end();
  }
}

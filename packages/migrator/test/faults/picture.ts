import { query, tables } from '../query.ts';
import { structureOf } from './structure.ts';

const INVALID = `SELECT indexrelid::regclass AS name FROM pg_index WHERE NOT indisvalid`;

/**
 * Structure and rows, a line for each part. An index that a killed build left
 * behind, invalid, is left out: the next attempt drops it.
 */
export async function pictureOf(connectionString: string): Promise<readonly string[]> {
  const invalid = (await query(connectionString, INVALID)).map(({ name }) => String(name));
  const structure = (await structureOf(connectionString)).map(String);
  const lines = structure.filter((line) => !invalid.some((name) => line.includes(` ${name} `)));
  for (const table of await tables(connectionString)) {
    const rows = `SELECT format('%s rows of ${table}: %s', count(*), string_agg(name, ', ' ORDER BY id)) AS line FROM ${table}`;
    lines.push(...(await query(connectionString, rows)).map(({ line }) => String(line)));
  }
  return lines;
}

import type { Client } from 'pg';
import type { FilledTable } from '../rehearsal-report.ts';
import type { MadeRow, MadeRows } from './choose-references.ts';
import { type Making, makeRow } from './make-row.ts';
import { orderTables } from './order-tables.ts';
import { createRandom } from './random.ts';
import { readTables } from './read-tables.ts';
import { rowStyles } from './row-values.ts';

/**
 * Makes a few rows for every table: ordinary ones, one with nulls and defaults,
 * and two at the edges of what the types take. The same each time. A table that
 * no row can be made for is in the answer, with the reason.
 */
export async function fillTables(client: Client): Promise<readonly FilledTable[]> {
  const made: MadeRows = new Map();
  const filled: FilledTable[] = [];
  for (const table of orderTables(await readTables(client))) {
    const making = { client, table, made, random: createRandom(table.name) };
    filled.push(await fillTable(making));
  }
  return filled.toSorted((a, b) => (a.table < b.table ? -1 : 1));
}

async function fillTable(making: Making): Promise<FilledTable> {
  const { table, made } = making;
  const rows: MadeRow[] = [];
  made.set(table.name, rows);
  const reasons = new Set<string>();
  for (const [i, style] of rowStyles.entries()) {
    const outcome = await makeRow(making, style, i + 1);
    if (outcome.kind === 'made') rows.push(outcome.row);
    else reasons.add(outcome.reason);
  }
  return {
    kind: 'filledTable',
    table: table.name,
    rows: rows.length,
    ...(reasons.size > 0 ? { problem: [...reasons].join('; ') } : {}),
  };
}

import type { Client } from 'pg';
import type { FilledTable } from '../rehearsal-report.ts';
import type { MadeRow, MadeRows } from './choose-references.ts';
import { type Making, makeRow } from './make-row.ts';
import { orderTables } from './order-tables.ts';
import { createRandom } from './random.ts';
import { readTables } from './read-tables.ts';
import { type RowStyle, rowStyles } from './row-values.ts';

export interface FillOptions {
  /** Ordinary values are counted from here, so that they differ from those that were made before. Default: 0. */
  readonly after?: number;
  /** Only ordinary rows, of which no two have a value in common as far as the types go. Default: false. */
  readonly isDistinct?: boolean;
}

/**
 * Makes a few rows for every table: ordinary ones, one with nulls and defaults,
 * and two at the edges of what the types take. The same each time. A table that
 * no row can be made for is in the answer, with the reason.
 */
export async function fillTables(
  client: Client,
  { after = 0, isDistinct = false }: FillOptions = {},
): Promise<readonly FilledTable[]> {
  const styles = rowStyles.map((style): RowStyle => (isDistinct ? 'plain' : style));
  const made: MadeRows = new Map();
  const filled: FilledTable[] = [];
  for (const table of orderTables(await readTables(client))) {
    const making = { client, table, made, random: createRandom(table.name) };
    filled.push(await fillTable(making, styles, after));
  }
  return filled.toSorted((a, b) => (a.table < b.table ? -1 : 1));
}

async function fillTable(
  making: Making,
  styles: readonly RowStyle[],
  after: number,
): Promise<FilledTable> {
  const { table, made } = making;
  const rows: MadeRow[] = [];
  made.set(table.name, rows);
  const reasons = new Set<string>();
  for (const [i, style] of styles.entries()) {
    const outcome = await makeRow(making, style, after + i + 1);
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

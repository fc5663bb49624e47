import type { Client } from 'pg';
import type { MigrationPlan } from '../plan/migration-plan.ts';
import { downClass } from '../plan/rollback-class.ts';
import { type Removal, scriptRemovals } from '../plan/script-removals.ts';
import type { DataLoss } from './data-loss.ts';

/** Whether a plan goes back over something that its way back loses. */
export function isLossy({ steps }: MigrationPlan): boolean {
  return steps.some(
    ({ direction, script, analysis }) =>
      direction === 'down' && downClass(script, analysis) === 'lossy',
  );
}

/**
 * Counts what the lossy steps of a plan would remove. A table or column that is
 * not there (now) has nothing to lose and is left out; one that goes with its
 * table is counted with it.
 */
export async function countLosses(
  client: Client,
  plan: MigrationPlan,
): Promise<readonly DataLoss[]> {
  const losses: DataLoss[] = [];
  const seen = new Set<string>();
  for (const { direction, script, analysis, migration } of plan.steps) {
    if (direction !== 'down' || downClass(script, analysis) !== 'lossy') continue;
    for (const removal of scriptRemovals(script, analysis)) {
      const key = removal.kind === 'table' ? removal.table : `${removal.table}.${removal.column}`;
      if (seen.has(key) || !(await exists(client, removal))) continue;
      seen.add(key);
      losses.push({ ...removal, migration: migration.id, count: await count(client, removal) });
    }
  }
  return losses;
}

const FIND_TABLE = 'SELECT pg_catalog.to_regclass($1) IS NOT NULL AS found';
const FIND_COLUMN = `
  SELECT EXISTS (
    SELECT FROM pg_catalog.pg_attribute
    WHERE attrelid = pg_catalog.to_regclass($1) AND attname = (pg_catalog.parse_ident($2))[1] AND NOT attisdropped
  ) AS found`;

async function exists(client: Client, removal: Removal): Promise<boolean> {
  const { rows } = await (removal.kind === 'table'
    ? client.query<{ found: boolean }>(FIND_TABLE, [removal.table])
    : client.query<{ found: boolean }>(FIND_COLUMN, [removal.table, removal.column]));
  return rows[0]?.found === true;
}

async function count(client: Client, removal: Removal): Promise<number> {
  const what = removal.kind === 'table' ? '*' : removal.column;
  const { rows } = await client.query<{ count: string }>(
    `SELECT pg_catalog.count(${what}) AS count FROM ${removal.table}`,
  );
  return Number(rows[0]?.count ?? 0);
}

import type { Client } from 'pg';
import type { MigrationPlan, MigrationStep } from '../plan/migration-plan.ts';
import type { DataLoss } from './data-loss.ts';
import { findDependents } from './find-dependents.ts';
import { downClass, type ScriptLoss, scriptLosses } from './script-losses.ts';
import type { StatementLoss } from './statement-losses.ts';

/** Whether a plan runs a down that loses something. */
export function isLossy({ steps }: MigrationPlan): boolean {
  return steps.some(isLossyStep);
}

/** Whether all that may lose something say that they do not: then what can be counted decides. */
export const isStatedInstant = ({ steps }: MigrationPlan): boolean =>
  steps.filter(isLossyStep).every(({ analysis }) => analysis.header.rollback === 'instant');

const isLossyStep = ({ direction, script, analysis }: MigrationStep): boolean =>
  direction === 'down' && downClass(script, analysis) === 'lossy';

/**
 * Counts what the lossy steps of a plan would remove. A table or column that is
 * not there (now) has nothing to lose and is left out; one that goes with its
 * table is counted with it. What cannot be counted is told as the statement that
 * it is.
 */
export async function countLosses(
  client: Client,
  plan: MigrationPlan,
): Promise<readonly DataLoss[]> {
  const losses: DataLoss[] = [];
  const seen = new Set<string>();
  for (const { script, analysis, migration } of plan.steps.filter(isLossyStep)) {
    for (const loss of scriptLosses(script, analysis)) {
      if (loss.kind === 'statement') {
        if (analysis.header.rollback === 'instant') continue;
        const { line, statement } = loss;
        const { path } = script;
        losses.push({ kind: 'statement', migration: migration.id, path, line, statement });
        continue;
      }
      for (const removal of await removalsOf(client, loss)) {
        const key = removal.kind === 'table' ? removal.table : `${removal.table}.${removal.column}`;
        if (seen.has(key) || !(await exists(client, removal))) continue;
        seen.add(key);
        losses.push({ ...removal, migration: migration.id, count: await count(client, removal) });
      }
    }
  }
  return losses;
}

type Removal = Extract<StatementLoss, { kind: 'table' | 'column' }>;

async function removalsOf(
  client: Client,
  loss: Exclude<ScriptLoss, { kind: 'statement' }>,
): Promise<readonly Removal[]> {
  switch (loss.kind) {
    case 'table':
      return [{ kind: 'table', table: loss.table }];
    case 'column':
      return [{ kind: 'column', table: loss.table, column: loss.column }];
    case 'cascade': {
      const dependents = await findDependents(client, loss.object, loss.name);
      return dependents.map(({ table, column }) =>
        column === null ? { kind: 'table', table } : { kind: 'column', table, column },
      );
    }
  }
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

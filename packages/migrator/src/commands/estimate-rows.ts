import { strongest } from '@schema-service/postgres-sql';
import type { Client } from 'pg';
import { ESTIMATED_ROWS } from '../apply/batch-key.ts';
import type { LockReport, StepReport } from '../plan/step-report.ts';

// A name that is an index's stands for the table that it is of.
const ESTIMATE = `
  SELECT name, t.oid::regclass::text AS relation,
    CASE WHEN t.reltuples >= 0 THEN t.reltuples::double precision END AS rows
  FROM pg_catalog.unnest($1::text[]) AS name
  JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(name)
  LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
  JOIN pg_catalog.pg_class t ON t.oid = coalesce(i.indrelid, c.oid)`;

interface Estimate {
  readonly name: string;
  readonly relation: string;
  readonly rows: number | null;
}

/**
 * Adds what the database knows of the relations. One that is not there yet is
 * left out of the locks: an earlier step makes it, and nobody waits for it.
 */
export async function estimateRows(
  client: Client,
  steps: readonly StepReport[],
): Promise<readonly StepReport[]> {
  const names = new Set(steps.flatMap(({ locks }) => locks.map(({ relation }) => relation)));
  const { rows } = await client.query<Estimate>(ESTIMATE, [[...names]]);
  const estimates = new Map(rows.map((row) => [row.name, row]));
  const tables = await estimateBatches(client, steps);
  return steps.map(({ batches, ...step }) => ({
    ...step,
    ...(batches
      ? { batches: { ...batches, estimatedRows: tables.get(batches.table) ?? null } }
      : {}),
    locks: known(step.locks, estimates),
  }));
}

const ESTIMATE_TABLES = `
  SELECT name, ${ESTIMATED_ROWS} AS rows FROM pg_catalog.unnest($1::text[]) AS name
  JOIN pg_catalog.pg_class c ON c.oid = pg_catalog.to_regclass(name)`;

/** The rows of the tables that steps go through in batches; no question where there are none. */
async function estimateBatches(
  client: Client,
  steps: readonly StepReport[],
): Promise<ReadonlyMap<string, number | null>> {
  const tables = [...new Set(steps.flatMap(({ batches }) => batches?.table ?? []))];
  if (tables.length === 0) return new Map();
  const { rows } = await client.query<Omit<Estimate, 'relation'>>(ESTIMATE_TABLES, [tables]);
  return new Map(rows.map((row) => [row.name, row.rows]));
}

function known(
  locks: readonly LockReport[],
  estimates: ReadonlyMap<string, Estimate>,
): readonly LockReport[] {
  const found = new Map<string, LockReport>();
  for (const { relation: name, mode } of locks) {
    const estimate = estimates.get(name);
    if (!estimate) continue;
    const { relation, rows: estimatedRows } = estimate;
    const other = found.get(relation)?.mode ?? mode;
    found.set(relation, { relation, mode: strongest([mode, other]), estimatedRows });
  }
  return [...found.values()];
}

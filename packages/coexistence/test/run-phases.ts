import {
  fillBatch,
  readDirectives,
  scanStatements,
  wholeRange,
} from '@schema-service/postgres-sql';
import type pg from 'pg';
import type { PhaseScript } from '../src/index.ts';

/** Runs scripts as a migrator does, with every row of a table in one batch. */
export async function runPhases(client: pg.Client, phases: readonly PhaseScript[]): Promise<void> {
  for (const { up, name } of phases) await runScript(client, `${name}/up.sql`, up);
}

/** And back, the last one first. */
export async function undoPhases(client: pg.Client, phases: readonly PhaseScript[]): Promise<void> {
  for (const { down, name } of phases.toReversed()) {
    await runScript(client, `${name}/down.sql`, down);
  }
}

async function runScript(client: pg.Client, path: string, sql: string): Promise<void> {
  const { directives } = readDirectives({ sql, path });
  const { batches, verify, transactional } = directives;
  const run = async (statement: string): Promise<pg.QueryResult> => {
    try {
      return await client.query(statement);
    } catch (cause) {
      throw new Error(`${path}: ${(cause as Error).message}\n${statement}`, { cause });
    }
  };
  if (transactional) {
    await run(`BEGIN;\n${sql}\nCOMMIT`);
    return;
  }
  for (const { start, end } of scanStatements(sql)) {
    const statement = sql.slice(start, end);
    await run(batches ? fillBatch(statement, wholeRange(batches)).sql : statement);
  }
  if (verify !== undefined) {
    const { rows } = await run(verify.sql);
    if (rows.length > 0) throw new Error(`${path}: not every row is filled`);
  }
}

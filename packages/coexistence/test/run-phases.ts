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

/** Scripts with the queries that an author writes where they say TODO. `query` gives that of a view, by its name. */
export const withQueries = (
  phases: readonly PhaseScript[],
  query: (view: string, columns: readonly string[]) => string,
): readonly PhaseScript[] =>
  phases.map((phase) => {
    const written = (sql: string): string =>
      sql
        .replace(
          /-- TODO: create the view "(\w+)" with the columns ([\w, ]+)\./g,
          (_, view: string, columns: string) =>
            `CREATE VIEW "${view}" AS ${query(view, columns.split(', '))};`,
        )
        .replace(/-- TODO: drop the view "(\w+)"\./g, 'DROP VIEW "$1";');
    return { ...phase, up: written(phase.up), down: written(phase.down) };
  });

async function runScript(client: pg.Client, path: string, sql: string): Promise<void> {
  const { directives } = readDirectives({ sql, path });
  const { batches, verify, transactional, lockTimeoutMs = 400 } = directives;
  await client.query(`SET lock_timeout = ${lockTimeoutMs}`);
  const run = (statement: string): Promise<pg.QueryResult> => untilLocked(client, path, statement);
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

/** SQLSTATE of `lock_not_available`. */
const notLocked = '55P03';

/** Lets writers go on between one try and the next. */
async function untilLocked(
  client: pg.Client,
  path: string,
  statement: string,
): Promise<pg.QueryResult> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await client.query(statement);
    } catch (cause) {
      const { code, message } = cause as pg.DatabaseError;
      await client.query('ROLLBACK');
      if (code === notLocked && tries < 100) continue;
      throw new Error(`${path}: ${message}\n${statement}`, { cause });
    }
  }
}

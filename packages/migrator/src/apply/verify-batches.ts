import { SchemaServiceError } from '@schema-service/errors';
import type { VerifyDirective } from '@schema-service/postgres-sql';
import { runOrThrow } from '../connection/script-query.ts';
import { failRow } from '../tracking/ledger-sql.ts';
import type { MigrationEvent } from './migration-event.ts';
import { type RunningStep, writeLedger } from './running-step.ts';

type Events = AsyncGenerator<MigrationEvent, void, undefined>;

/** Rows that come in a moment are done in the second pass; those of a client that goes on are never. */
const MOST_PASSES = 3;

const MOST_COUNTED = 1000;

/**
 * Asks what is left behind all batches, and goes through the table again where
 * that is something: rows that came with a lower key, or whose key moved there.
 *
 * @throws SchemaServiceError MIGRATION_BATCHES_LEFT where there are still some, MIGRATION_FAILED for a query that does not run
 */
export async function* untilNoneLeft(
  running: RunningStep,
  verify: VerifyDirective,
  passAgain: () => Events,
): Events {
  for (let passes = 1; ; passes++) {
    const rows = await countLeft(running, verify);
    if (rows === 0) return;
    if (passes === MOST_PASSES) {
      await fail(running, verify, 'MIGRATION_BATCHES_LEFT', leftText(rows, passes));
    }
    yield { kind: 'batchesLeft', rows, passes, ...running.position };
    yield* passAgain();
  }
}

const leftText = (rows: number, passes: number): string =>
  `the query of verify still finds rows after ${passes} passes: ${rows}${rows === MOST_COUNTED ? ' or more' : ''}.`;

async function countLeft(running: RunningStep, verify: VerifyDirective): Promise<number> {
  const { client, options } = running.context;
  const { statementTimeoutMs } = { ...options, ...running.step.analysis.header };
  await client.query(`BEGIN READ ONLY; SET LOCAL statement_timeout = ${statementTimeoutMs}`);
  try {
    const { rows } = await client.query<{ left: number }>(
      `SELECT pg_catalog.count(*)::pg_catalog.int4 AS left FROM (SELECT 1 FROM (${verify.sql}\n) AS q LIMIT ${MOST_COUNTED}) AS l`,
    );
    await client.query('COMMIT');
    return rows[0]?.left ?? 0;
  } catch (error) {
    await client.query('ROLLBACK');
    const said = error instanceof Error ? error.message : String(error);
    return fail(running, verify, 'MIGRATION_FAILED', `the query of verify does not run: ${said}`);
  }
}

async function fail(
  { context, step }: RunningStep,
  { line }: VerifyDirective,
  code: 'MIGRATION_BATCHES_LEFT' | 'MIGRATION_FAILED',
  message: string,
): Promise<never> {
  const { client, ledger, resets } = context;
  const { script, migration } = step;
  await runOrThrow(client, resets.reset.join(';\n'));
  await runOrThrow(
    client,
    writeLedger(context, failRow(ledger, migration.id, { code, message, line })),
  );
  throw new SchemaServiceError({
    code,
    message: `${script.path}:${line}: ${message}`,
    why: 'Batches that are done stay done; the migration is not.',
    fix: 'Rows that clients write meanwhile need the new value, too: by the clients, a default or a trigger. Then go on: schema-migrator up',
    meta: { migration: migration.id, version: migration.version, path: script.path, line },
  });
}

import type { Client } from 'pg';
import { describeFailure } from '../apply/describe-failure.ts';
import { messageText } from '../apply/message.ts';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { readStructure } from '../catalog/read-structure.ts';
import { runOrThrow, runScript, type ScriptOutcome } from '../connection/script-query.ts';
import { READING } from '../connection/session-settings.ts';
import type { Migration } from '../migrations/migration.ts';
import { analyzeScript } from '../sql/analyze-script.ts';
import type { MigrationFailure } from '../tracking/applied-migration.ts';
import { type ScratchMessage, scratchMessages } from './scratch-messages.ts';

/** What a run of migrations needs to find in a database that is empty otherwise. */
export interface ScratchSetting {
  readonly searchPath: string;
  /** The schemas of the path that are there, unquoted. */
  readonly schemas: readonly string[];
}

/** What migrations make, or the script that does not run on an empty database. */
export type ScratchOutcome =
  | { readonly kind: 'made'; readonly structure: DatabaseStructure }
  | { readonly kind: 'failed'; readonly path: string; readonly failure: MigrationFailure };

/**
 * Runs migrations in an empty database, in one transaction, and reads what they
 * make. The transaction is left open, to be rolled back with the connection: so
 * nothing stays of what a script does to the server beside. Before PostgreSQL 17
 * it is committed where a value was added to an enum, which no later statement
 * could use otherwise.
 */
export async function structureOfMigrations(
  client: Client,
  migrations: readonly Migration[],
  { searchPath, schemas }: ScratchSetting,
): Promise<ScratchOutcome> {
  const before = ['RESET SESSION AUTHORIZATION', 'RESET ROLE', 'RESET ALL'];
  const setting = [...before, `SET search_path = ${searchPath}`].join(';\n');
  const made = schemas.map(
    (name) => `CREATE SCHEMA IF NOT EXISTS ${client.escapeIdentifier(name)}`,
  );
  await runOrThrow(client, ['BEGIN', ...made].join(';\n'));
  const canUseNewValues = (await serverMajor(client)) >= 17;
  for (const { up } of migrations) {
    await runOrThrow(client, setting);
    for (const message of scratchMessages(up, analyzeScript(up))) {
      const error = await runMessage(client, message);
      if (error)
        return { kind: 'failed', path: up.path, failure: describeFailure(up.sql, message, error) };
      if (message.needsCommit && !canUseNewValues) await runOrThrow(client, 'COMMIT;\nBEGIN');
    }
  }
  return { kind: 'made', structure: await readStructure(client, { inTransaction: true }) };
}

/** The outcome of a message that should have worked, and did not. */
async function runMessage(
  client: Client,
  message: ScratchMessage,
): Promise<ScriptOutcome | undefined> {
  if (!message.optional) {
    const outcome = await runScript(client, messageText({ ...message, after: READING }));
    return outcome.error && outcome;
  }
  await runOrThrow(client, 'SAVEPOINT optional');
  const { error } = await runScript(client, message.sql);
  // What follows must not be inside: a type that is made there could not be given usable values.
  const end = [...(error ? ['ROLLBACK TO SAVEPOINT optional'] : []), 'RELEASE SAVEPOINT optional'];
  await runOrThrow(client, end.join(';\n'));
  return undefined;
}

async function serverMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::integer / 10000 AS major`,
  );
  return rows[0]?.major ?? 0;
}

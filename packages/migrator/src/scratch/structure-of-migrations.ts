import type { Client } from 'pg';
import { describeFailure } from '../apply/describe-failure.ts';
import { messageText } from '../apply/message.ts';
import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { readStructure } from '../catalog/read-structure.ts';
import { runOrThrow, runScript, type ScriptOutcome } from '../connection/script-query.ts';
import type { Session } from '../connection/session.ts';
import { READING } from '../connection/session-settings.ts';
import type { Migration } from '../migrations/migration.ts';
import { takenByNew } from '../plan/contracts.ts';
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
  | {
      readonly kind: 'made';
      readonly structure: DatabaseStructure;
      /** Statements that may fail here, and did. */
      readonly skipped: readonly SkippedStatement[];
    }
  | { readonly kind: 'failed'; readonly path: string; readonly failure: MigrationFailure };

/** A statement of a script that makes no structure and did not run: what it is about is not on this server. */
export interface SkippedStatement {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Names without a schema mean the same in a scratch database as in that of the session. */
export async function readSetting({ client }: Session): Promise<ScratchSetting> {
  const { rows } = await client.query<ScratchSetting>(
    `SELECT pg_catalog.current_setting('search_path') AS "searchPath",
       pg_catalog.to_json(pg_catalog.current_schemas(false)) AS schemas`,
  );
  return rows[0] ?? { searchPath: 'public', schemas: [] };
}

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
  const skipped: SkippedStatement[] = [];
  const canUseNewValues = (await serverMajor(client)) >= 17;
  for (const { up } of takenByNew(migrations)) {
    await runOrThrow(client, setting);
    for (const message of scratchMessages(up, analyzeScript(up))) {
      const error = await runMessage(client, message);
      if (error && message.optional) {
        const line = message.statements[0]?.line ?? 1;
        skipped.push({ path: up.path, line, message: error.error?.message ?? '' });
      } else if (error) {
        return { kind: 'failed', path: up.path, failure: describeFailure(up.sql, message, error) };
      }
      if (message.needsCommit && !canUseNewValues) await runOrThrow(client, 'COMMIT;\nBEGIN');
    }
  }
  const structure = await readStructure(client, { inTransaction: true });
  return { kind: 'made', structure, skipped };
}

/** The outcome of a message that did not work. */
async function runMessage(
  client: Client,
  message: ScratchMessage,
): Promise<ScriptOutcome | undefined> {
  if (!message.optional) {
    const outcome = await runScript(client, messageText({ ...message, after: READING }));
    return outcome.error && outcome;
  }
  await runOrThrow(client, 'SAVEPOINT optional');
  const outcome = await runScript(client, message.sql);
  const { error } = outcome;
  // What follows must not be inside: a type that is made there could not be given usable values.
  const end = [...(error ? ['ROLLBACK TO SAVEPOINT optional'] : []), 'RELEASE SAVEPOINT optional'];
  await runOrThrow(client, end.join(';\n'));
  return error && outcome;
}

async function serverMajor(client: Client): Promise<number> {
  const { rows } = await client.query<{ major: number }>(
    `SELECT pg_catalog.current_setting('server_version_num')::integer / 10000 AS major`,
  );
  return rows[0]?.major ?? 0;
}

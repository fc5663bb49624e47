import { setTimeout as pause } from 'node:timers/promises';
import { isSchemaServiceError } from '@schema-service/errors';
import { draftMigrations } from '@schema-service/migration-draft';
import type { MigrationEvent } from '@schema-service/migrator';
import { diff, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import { withoutViews } from '@schema-service/schema-model';
import { applyDrafts } from '../apply-drafts.ts';
import type { Case } from '../cases/load-case.ts';
import { fillDatabase, structureIn, type WalkDatabase } from '../schema-database.ts';
import { fillMany } from './fill-many.ts';
import { isWritable, runWriter } from './run-writer.ts';
import { writtenTables } from './written-tables.ts';

export interface HammerOptions {
  /** Of every table. */
  readonly rows: number;
  readonly writers: number;
  /** How long the writers write before and after the drafts, in milliseconds. */
  readonly aroundMs: number;
}

/** How it went for the writers while a case's drafts were applied. Times are in milliseconds. */
export interface Hammered {
  /** Tables that writers could write to before and after; with none there were no writers. */
  readonly tables: readonly string[];
  readonly writes: number;
  readonly p99: number;
  readonly slowest: number;
  /** How long the drafts took. */
  readonly applied: number;
  /** How often the migrator did not get a lock, let go and tried again. */
  readonly retries: number;
  /** How many tables were written anew, under a lock that lets nobody in. */
  readonly rewritten: number;
  /** What failed of the writers and of the migrator. */
  readonly failures: readonly string[];
}

/** PostgreSQL's words for it, in every test database. */
const DEADLOCK = 'deadlock detected';

/** Applies the drafts of a case to a database of many rows while others write to it. */
export async function hammerCase(
  database: WalkDatabase,
  given: Case,
  { rows, writers, aroundMs }: HammerOptions,
): Promise<Hammered> {
  const { previous, current, previousSql, extra } = given;
  await fillDatabase(database, previousSql === undefined ? withoutViews(previous) : null);
  const changes = diff(previous, current);
  const renamed = underCurrentNames(previous, renamesIn(changes), { databaseNames: 'kept' });
  const tables = writtenTables(renamed, current, rows);
  const { client, connectionString } = database;
  for (const sql of [previousSql, extra]) if (sql !== undefined) await client.query(sql);
  await fillMany(client, tables, rows);
  const { objects } = await structureIn(database);
  const files = await filesOf(database);
  const drafts = draftMigrations(previous, current, changes, { structure: objects });

  const failures: string[] = [];
  let retries = 0;
  let isOver = false;
  const onEvent = (event: MigrationEvent): void => {
    if (event.kind !== 'migrationRetrying') return;
    retries += 1;
    if (event.reason.startsWith(DEADLOCK)) failures.push(`migrator: 40P01 ${event.reason}`);
  };
  const context = { connectionString, tables, rows, writers, isOver: () => isOver };
  const running = Array.from({ length: writers }, (_, writer) => runWriter(context, writer));
  await pause(aroundMs);
  const start = performance.now();
  try {
    await applyDrafts(database, drafts, onEvent);
  } catch (error) {
    failures.push(`migrator: ${describe(error)}`);
  }
  const applied = performance.now() - start;
  await pause(aroundMs);
  isOver = true;
  const written = await Promise.all(running);
  failures.push(...written.flatMap((one) => one.failures.map((failure) => `writer: ${failure}`)));
  const filesAfter = await filesOf(database);
  const durations = written.flatMap((one) => one.durations).toSorted((a, b) => a - b);
  return {
    tables: tables.filter(isWritable).map(({ name }) => name),
    writes: durations.length,
    p99: durations[Math.floor(durations.length * 0.99)] ?? 0,
    slowest: durations.at(-1) ?? 0,
    applied,
    retries,
    rewritten: [...files].filter(([table, file]) => (filesAfter.get(table) ?? file) !== file)
      .length,
    failures,
  };
}

/** The file that each table is in, by the table's id: a table that is written anew is in another one. */
async function filesOf({ client }: WalkDatabase): Promise<ReadonlyMap<string, string>> {
  const { rows } = await client.query<{ table: string; file: string }>(
    `SELECT oid AS table, pg_relation_filenode(oid) AS file FROM pg_class
        WHERE relkind = 'r' AND oid >= 16384 AND relnamespace::regnamespace::text <> 'schema_migrations'`,
  );
  return new Map(rows.map(({ table, file }) => [table, file]));
}

function describe(error: unknown): string {
  if (!isSchemaServiceError(error)) return String(error);
  return [error.code, error.message, error.why].filter(Boolean).join(' ');
}

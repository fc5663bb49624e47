import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from '../connection/connection-error.ts';
import type { Migration } from '../migrations/migration.ts';
import { isVersion } from '../migrations/version.ts';

/** How a client of one version fares on a database of another, as the releases judged it. */
export interface ClientVerdict {
  readonly client: string;
  readonly database: string;
  readonly answer: 'ok' | 'degraded' | 'refuse';
  /** What is in the way: a sentence for each change. */
  readonly missing: readonly string[];
}

/** Where verdicts are looked for. */
export interface ClientsOptions {
  /** How clients fare on databases, in place of the file in the folder of migrations. */
  readonly clients?: readonly ClientVerdict[];
}

/** Lies in the folder of migrations, a verdict on each line: a release writes it. */
const CLIENTS_FILE = 'clients.jsonl';

/**
 * What the releases say of clients; none where they are of earlier tools.
 *
 * @throws SchemaServiceError MIGRATION_FILE_UNREADABLE
 */
export function findVerdicts({
  clients,
  migrations,
}: ClientsOptions & {
  readonly migrations: string | readonly Migration[];
}): readonly ClientVerdict[] {
  if (clients || typeof migrations !== 'string') return clients ?? [];
  try {
    const lines = readFileSync(join(migrations, CLIENTS_FILE), 'utf8').split(/\r?\n/);
    const list: unknown = lines.filter(Boolean).map((line) => JSON.parse(line));
    if (areVerdicts(list)) return list;
    throw new Error('It does not say of each client and database: ok, degraded or refuse.');
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_FILE_UNREADABLE',
        message: `${CLIENTS_FILE} cannot be read.`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Bring the file back as it was released, or delete it: the database does not learn then which clients work there.',
        meta: { path: CLIENTS_FILE },
      },
      { cause },
    );
  }
}

/** Whether a list is one of verdicts, as the metadata of a release has it. */
export const areVerdicts = (list: unknown): list is readonly ClientVerdict[] =>
  Array.isArray(list) && list.every(isVerdict);

function isVerdict(value: unknown): value is ClientVerdict {
  if (typeof value !== 'object' || value === null) return false;
  const { client, database, answer, missing } = value as Partial<Record<string, unknown>>;
  return (
    [client, database].every((version) => typeof version === 'string' && isVersion(version)) &&
    ['ok', 'degraded', 'refuse'].includes(String(answer)) &&
    Array.isArray(missing) &&
    missing.every((sentence) => typeof sentence === 'string')
  );
}

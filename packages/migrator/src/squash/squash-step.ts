import { SchemaServiceError } from '@schema-service/errors';
import { quoteLiteral as quote } from '@schema-service/postgres-sql';
import type { Session } from '../connection/session.ts';
import type { Migration } from '../migrations/migration.ts';
import { completesVersion } from '../plan/contracts.ts';
import type { MigrationStep } from '../plan/migration-plan.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import type { Ledger } from '../tracking/ledger.ts';
import type { RunOrigin } from '../tracking/run-origin.ts';
import { SQUASH_SCRIPT } from './squash-file.ts';
import { findSquash, isNew } from './with-squash.ts';

/**
 * What the history gets behind a squashed script, in its transaction: a row for each migration that it stands for, as
 * applied, with the checksum of its own script. So the database is as one that has run them.
 */
export function recordSquashed(
  { sql }: Ledger,
  { squashed = [], script }: MigrationStep,
  origin: RunOrigin,
): string {
  const note = `in ${SQUASH_SCRIPT} (sha256 ${script.checksum})`;
  const rows = squashed.map((migration) => {
    const { id, version, sequence, up, down, removedDown } = migration;
    const completes = completesVersion(migration, squashed);
    const values = [
      ...[id, version, sequence, completes, 'up', 'baseline', up.checksum, 'success', 1, 0, note],
      ...[origin.osUser, origin.host, origin.toolVersion, origin.gitCommit],
      down?.checksum ?? removedDown ?? null,
    ];
    return `(${values.map(quote).join(', ')}, pg_catalog.clock_timestamp())`;
  });
  return `INSERT INTO ${sql}.history
  (migration, version, sequence, completes_version, direction, action, checksum, status, attempt, duration_ms, note, os_user, host, tool_version, git_commit, down_checksum, finished_at)
  VALUES ${rows.join(',\n    ')}`;
}

/**
 * The migrations as they are for a session: a squashed script makes its objects where it was made, so that a new database
 * with another search path takes the scripts one by one.
 */
export async function squashInSession(
  { client }: Session,
  migrations: readonly Migration[],
  history: History,
): Promise<readonly Migration[]> {
  const squash = findSquash(migrations)?.squash;
  if (!squash || !isNew(history)) return migrations;
  const { rows } = await client.query<{ schemas: readonly string[] }>(
    'SELECT pg_catalog.to_json(pg_catalog.current_schemas(false)) AS schemas',
  );
  if (JSON.stringify(rows[0]?.schemas) === JSON.stringify(squash.schemas)) return migrations;
  return migrations.map(({ squash: _, ...migration }) => migration);
}

/** A script that was removed when it was squashed, and that would have to run. */
export function removedError(
  { id, version, up }: Migration,
  direction: MigrationDirection,
  { applied }: Pick<History, 'applied'>,
): SchemaServiceError {
  const last = applied.at(-1);
  const reason =
    direction === 'down'
      ? `It is in ${SQUASH_SCRIPT}, which has no way back.`
      : last
        ? `The database has begun with the scripts one by one, and is at ${last.version}/${last.migration}; ${SQUASH_SCRIPT} is for a new one.`
        : `${SQUASH_SCRIPT}, which stands for it, goes to a higher version, or was made for another search path.`;
  const folder = up.path.slice(0, up.path.lastIndexOf('/'));
  const back = `Bring the folders that were removed back beside it: git log --diff-filter=D --oneline -- '*${folder}/*'`;
  const older = `Or take the release or image from before it was squashed, go there (up), and then on with these files.`;
  return new SchemaServiceError({
    code: 'MIGRATION_SQUASHED',
    message: `${version}/${id}/${direction}.sql was removed when it was squashed, and would have to run.`,
    why: `${reason} Nothing was started.`,
    fix: direction === 'up' ? `${back}\n       ${older}` : `${back}\n       Or restore a backup.`,
    meta: { migration: id, version, direction },
  });
}

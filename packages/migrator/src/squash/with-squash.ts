import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareByVersion, compareVersions } from '../migrations/version.ts';
import type { History } from '../tracking/history.ts';
import { SQUASH_SCRIPT, type Squash, type SquashedMigration } from './squash-file.ts';

/**
 * The migrations of a folder with what its squashed script stands for: those whose scripts were removed come
 * without, and the last one has the squashed script. On another line than that of the squashed script nothing changes.
 */
export function withSquash(
  directory: string,
  files: readonly Migration[],
  squash: Squash,
): readonly Migration[] {
  const { migrations } = squash;
  const ids = new Set(files.map(keyOf));
  const isElsewhere = migrations.some(
    (one) => !ids.has(keyOf(one)) && existsSync(join(directory, one.version, one.id, 'up.sql')),
  );
  if (isElsewhere) return files;
  const removed = migrations.filter((one) => !ids.has(keyOf(one))).map(withoutScript);
  return attachSquash([...files, ...removed].sort(compareByVersion), squash);
}

/** The migrations, of which the last one that a squashed script stands for has it. Pure. */
export function attachSquash(
  migrations: readonly Migration[],
  squash: Squash,
): readonly Migration[] {
  const last = squash.migrations.at(-1);
  return migrations.map((one) => (last && keyOf(one) === keyOf(last) ? { ...one, squash } : one));
}

const keyOf = ({ version, id }: Pick<Migration, 'version' | 'id'>): string => `${version}/${id}`;

function withoutScript({ version, id, up, down }: SquashedMigration): Migration {
  const script = { path: `${version}/${id}/up.sql`, sql: '', checksum: up } as const;
  const sequence = Number.parseInt(id, 10);
  const named = { kind: 'migration', id, version, sequence } as const;
  const removed = { isRemoved: true, ...(down === null ? {} : { removedDown: down }) } as const;
  return { ...named, up: { kind: 'migrationScript', ...script }, ...removed };
}

/** The squashed script of migrations, and those that it stands for. */
export interface FoundSquash {
  readonly squash: Squash;
  readonly squashed: readonly Migration[];
  /** Where it, or a script that it stands for, is not what was squashed. */
  readonly problems: readonly string[];
}

/** The squashed script among migrations; `undefined` where there is none. Pure. */
export function findSquash(migrations: readonly Migration[]): FoundSquash | undefined {
  const squash = migrations.find((migration) => migration.squash)?.squash;
  if (!squash) return undefined;
  const listed = new Map(squash.migrations.map((one) => [keyOf(one), one]));
  const squashed = migrations.filter((one) => listed.has(keyOf(one)));
  const edited = squashed
    .filter((one) => one.up.checksum !== listed.get(keyOf(one))?.up)
    .map(({ up }) => `${up.path} is not what ${SQUASH_SCRIPT} was made of.`);
  const added = migrations
    .filter(
      (one) =>
        compareVersions(one.version, squash.version) <= 0 &&
        !listed.has(keyOf(one)) &&
        one.hotfix?.appliesTo.includes(squash.version) !== true,
    )
    .map(({ up }) => `${up.path} is not in ${SQUASH_SCRIPT}, which goes to ${squash.version}.`);
  const script =
    squash.found.checksum === squash.script
      ? []
      : [
          `${SQUASH_SCRIPT} was edited after it was made.\n  made: sha256 ${squash.script}\n  file: sha256 ${squash.found.checksum}`,
        ];
  return { squash, squashed, problems: [...script, ...edited, ...added] };
}

/**
 * The squashed script that a way up begins with: of a database in which no run has left anything, to its version or a higher
 * one. Any other goes on with its own scripts.
 *
 * @throws SchemaServiceError MIGRATION_SQUASH_EDITED
 */
export function squashFor(
  migrations: readonly Migration[],
  history: History,
  to: string | null,
): FoundSquash | undefined {
  const found = findSquash(migrations);
  if (!found || to === null || !isNew(history)) return undefined;
  if (compareVersions(to, found.squash.version) < 0) return undefined;
  if (found.problems.length === 0) return found;
  const { version } = found.squash;
  throw new SchemaServiceError({
    code: 'MIGRATION_SQUASH_EDITED',
    message: found.problems.join('\n'),
    why: `A new database would get something else than one that has run the scripts up to ${version} one by one. Nothing was applied.`,
    fix: `Bring the file back as it was (git log -p -- <file>), or make the script anew: schema-migrator squash ${version}`,
    meta: { version, problems: found.problems },
  });
}

/** Whether nothing of any run is in the database. */
export function isNew({ rows }: History): boolean {
  return rows.every(
    ({ status, statementsDone, begun, batches = [] }) =>
      (status === 'failed' || status === 'running') &&
      statementsDone === 0 &&
      !begun &&
      batches.length === 0,
  );
}

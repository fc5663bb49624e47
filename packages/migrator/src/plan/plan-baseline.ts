import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import { compareVersions } from '../migrations/version.ts';
import type { History } from '../tracking/history.ts';
import type { LedgerEntry } from '../tracking/ledger-sql.ts';
import { statedApplied, statedEntry } from './stated-entry.ts';

/**
 * The rows that put a database at a version by word: what counts as applied and is not among the files is dropped, and what
 * the files have up to the version and does not count as applied as it is there is added. Without a history that is
 * every migration. Pure.
 */
export function planBaseline(
  migrations: readonly Migration[],
  { applied }: Pick<History, 'applied'>,
  version: string,
  note: string,
): readonly LedgerEntry[] {
  const files = migrations.filter((one) => compareVersions(one.version, version) <= 0);
  const paths = new Set(files.map((file) => `${file.version}/${file.id}`));
  const dropped = applied
    .filter((row) => !paths.has(`${row.version}/${row.migration}`))
    .toReversed()
    .map((row): LedgerEntry => ({ ...statedEntry(row, 'down', note), action: 'baseline' }));
  const known = new Map(applied.map((row) => [`${row.version}/${row.migration}`, row.checksum]));
  const added = files
    .filter((file) => known.get(`${file.version}/${file.id}`) !== file.up.checksum)
    .map(
      (file): LedgerEntry => ({
        ...statedApplied(file, migrations, note),
        action: 'baseline',
      }),
    );
  return [...dropped, ...added];
}

/**
 * A baseline moves to a later version.
 *
 * @throws SchemaServiceError MIGRATION_TARGET_BELOW_CURRENT for a database that is past the version
 */
export function refusePast({ applied }: Pick<History, 'applied'>, version: string): void {
  const above = applied.findLast((row) => compareVersions(row.version, version) > 0);
  if (!above) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_TARGET_BELOW_CURRENT',
    message: `The database has ${above.version}/${above.migration}, and its baseline would be ${version}.`,
    why: 'A baseline moves to a later version. Nothing was recorded.',
    fix: `Take back what is above it: schema-migrator down --to ${version}. Or choose a higher version.`,
    meta: { applied: above.version, to: version },
  });
}

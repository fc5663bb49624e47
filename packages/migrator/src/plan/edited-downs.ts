import { SchemaServiceError } from '@schema-service/errors';
import type { Migration } from '../migrations/migration.ts';
import type { AppliedMigration } from '../tracking/applied-migration.ts';
import type { History } from '../tracking/history.ts';
import type { MigrationPlan } from './migration-plan.ts';

/** The `down.sql` of an applied migration that is not what it was when the migration was applied. */
export interface EditedDown {
  readonly kind: 'editedDown';
  readonly migration: string;
  readonly path: string;
  readonly appliedChecksum: string;
  /** `null` where the file is gone. */
  readonly fileChecksum: string | null;
}

/**
 * Compares the downs with those that were there when the migrations were
 * applied. It does not stand in the way of an `up`, whose result is the same.
 * Unknown are those of migrations that an earlier migrator applied; one that was
 * added since is none.
 */
export function findEditedDowns(
  migrations: readonly Migration[],
  { rows, applied }: History,
): readonly EditedDown[] {
  const byId = new Map(migrations.map((migration) => [migration.id, migration]));
  return applied.flatMap(({ migration: id, version }): readonly EditedDown[] => {
    const file = byId.get(id);
    const appliedChecksum = recordedDown(rows, id);
    const fileChecksum = file?.down?.checksum ?? null;
    if (
      !file ||
      file.isRemoved ||
      appliedChecksum === undefined ||
      appliedChecksum === fileChecksum
    )
      return [];
    const path = `${version}/${id}/down.sql`;
    return [{ kind: 'editedDown', migration: id, path, appliedChecksum, fileChecksum }];
  });
}

function recordedDown(rows: readonly AppliedMigration[], id: string): string | undefined {
  const row = rows.findLast(
    ({ migration, direction, status, downChecksum }) =>
      migration === id && direction === 'up' && status === 'success' && downChecksum != null,
  );
  return row?.downChecksum ?? undefined;
}

/** Those that a plan would run. */
export function editedDownsOf(
  { steps }: MigrationPlan,
  migrations: readonly Migration[],
  history: History,
): readonly EditedDown[] {
  const running = new Set(
    steps.filter(({ direction }) => direction === 'down').map(({ migration }) => migration.id),
  );
  return findEditedDowns(migrations, history).filter(({ migration }) => running.has(migration));
}

/**
 * Refuses a down that was not released with what it takes back. One that
 * failed is corrected to be tried again: that is no other way.
 *
 * @throws SchemaServiceError MIGRATION_DOWN_EDITED
 */
export function refuseEditedDowns(edited: readonly EditedDown[], { rows }: History): void {
  const refused = edited.filter(({ migration: id }) => {
    const last = rows.findLast(({ migration }) => migration === id);
    return !(last?.direction === 'down' && last.status === 'failed');
  });
  if (refused.length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_DOWN_EDITED',
    message: refused.map(describeEditedDown).join('\n'),
    why: 'What it takes back, and what it loses, was not what was released with the migration. Nothing was started.',
    fix: `Bring it back (git log -p -- ${refused[0]?.path}). If it was corrected on purpose: --allow-edited-down (allowEditedDown: true); the history keeps the checksum of what ran.`,
    meta: { editedDowns: refused },
  });
}

/** One line, and both sides. */
export function describeEditedDown({ path, appliedChecksum, fileChecksum }: EditedDown): string {
  if (fileChecksum === null) return `${path} is gone; it was there when the migration was applied.`;
  return (
    `${path} is not what it was when the migration was applied.\n` +
    `  applied: sha256 ${appliedChecksum}\n` +
    `  file:    sha256 ${fileChecksum}`
  );
}

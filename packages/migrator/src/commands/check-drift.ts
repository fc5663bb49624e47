import type { Client } from 'pg';
import type { StructureDifference } from '../catalog/compare-structures.ts';
import { driftError } from '../catalog/drift-error.ts';
import { findDrift, findSnapshot, type StructureOptions } from '../catalog/find-drift.ts';
import type { DatabaseOptions } from './migrate-options.ts';

/** The structure was not what the version says, and that was allowed. */
export interface DriftFound {
  readonly kind: 'driftFound';
  readonly version: string;
  /** Before the first migration, or after the last. */
  readonly when: 'before' | 'after';
  readonly differences: readonly StructureDifference[];
}

export interface DriftOptions extends StructureOptions {
  /** Goes on where the database is not what its version says. Default false. */
  readonly allowDrift?: boolean;
}

const ADVICE = {
  before: {
    why: 'It was changed by something else than its migrations. Nothing was applied.',
    fix: 'Take the change back, or put it into a migration. Objects that are not ours: --exclude PATTERN. To go on all the same: --allow-drift',
  },
  after: {
    why: 'The migrations are applied, and made something else than was recorded of the version.',
    fix: 'For a version in the making, record it anew: schema-migrator snapshot. Otherwise find out what the migrations found: schema-migrator verify',
  },
} as const;

/**
 * Compares the database with a version where that has a snapshot.
 *
 * @throws SchemaServiceError MIGRATION_DRIFT, unless it is allowed
 */
export async function* checkDrift(
  client: Client,
  options: DriftOptions & Pick<DatabaseOptions, 'migrations'>,
  version: string | undefined,
  when: DriftFound['when'],
): AsyncGenerator<DriftFound, void, undefined> {
  const snapshot = version === undefined ? undefined : findSnapshot(options, version);
  if (version === undefined || !snapshot) return;
  const differences = await findDrift(client, snapshot, options.exclude);
  if (differences.length === 0) return;
  if (!options.allowDrift) throw driftError(version, differences, ADVICE[when]);
  yield { kind: 'driftFound', version, when, differences };
}

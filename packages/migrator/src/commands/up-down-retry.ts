import type { MigrationEvent } from '../apply/migration-event.ts';
import type { PlanOptions } from '../plan/migration-plan.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';
import { migrate } from './migrate.ts';
import type { MigrateOptions } from './migrate-options.ts';

/** What a run did. */
export interface MigrationResult {
  readonly kind: 'migrationResult';
  readonly direction: MigrationDirection;
  /** The version before and after; `null` is the empty database. */
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  /** In the order in which they ran; empty when there was nothing to do. */
  readonly migrations: readonly MigratedStep[];
  /** The repeatable scripts that ran behind them, in order; left out where none did. */
  readonly repeatables?: readonly string[];
  /** Where the database is further on than the files: their highest version. */
  readonly aheadOf?: string;
}

export interface MigratedStep {
  readonly migration: string;
  readonly version: string;
  readonly durationMs: number;
}

/**
 * Applies what is pending, up to a version or the highest one. A failed
 * migration stops the run; those before it stay.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function up(
  options: MigrateOptions & Pick<PlanOptions, 'to' | 'strict'>,
): Promise<MigrationResult> {
  const { to, strict = false, onEvent } = options;
  const goal = { direction: 'up', strict, ...(to === undefined ? {} : { to }) } as const;
  return collectResult(migrate(options, goal), onEvent);
}

/**
 * Takes back, in reverse, every applied migration of the versions above `to`
 * (`none`: of all). Refused before anything starts when one has no down.
 *
 * @throws SchemaServiceError see the table in this package's README
 */
export async function down(
  options: MigrateOptions & { readonly to: string },
): Promise<MigrationResult> {
  return collectResult(migrate(options, { direction: 'down', to: options.to }), options.onEvent);
}

/**
 * Runs the migration that failed last once more, in its direction; a script
 * without a transaction goes on after its last good statement. What is pending
 * behind it stays pending.
 *
 * @throws SchemaServiceError MIGRATION_NOTHING_TO_RETRY; see the table in this package's README
 */
export async function retry(options: MigrateOptions): Promise<MigrationResult> {
  return collectResult(migrate(options, { direction: 'retry' }), options.onEvent);
}

/** Adds up the events of a run to its end, and tells a listener on the way. */
export async function collectResult(
  events: AsyncIterable<MigrationEvent>,
  onEvent: (event: MigrationEvent) => void = () => {},
): Promise<MigrationResult> {
  const migrations: MigratedStep[] = [];
  const repeatables: string[] = [];
  let result: MigrationResult | undefined;
  for await (const event of events) {
    onEvent(event);
    if (event.kind === 'planned') {
      const {
        direction,
        currentVersion: fromVersion,
        targetVersion: toVersion,
        aheadOf,
      } = event.plan;
      result = {
        ...{ kind: 'migrationResult', direction, fromVersion, toVersion, migrations },
        ...(aheadOf === undefined ? {} : { aheadOf }),
      };
    } else if (event.kind === 'migrationApplied' || event.kind === 'migrationRolledBack') {
      const { migration, version, durationMs } = event;
      migrations.push({ migration, version, durationMs });
    } else if (event.kind === 'repeatableApplied') {
      repeatables.push(event.name);
    }
  }
  if (!result) throw new Error('A run ended before it was planned.');
  return repeatables.length > 0 ? { ...result, repeatables } : result;
}

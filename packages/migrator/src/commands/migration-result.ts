import type { MigrationEvent } from '../apply/migration-event.ts';
import type { MigrationDirection } from '../tracking/applied-migration.ts';

/** What a run did. */
export interface MigrationResult {
  readonly kind: 'migrationResult';
  readonly direction: MigrationDirection;
  /** The version before and after; `null` is the empty database. */
  readonly fromVersion: string | null;
  readonly toVersion: string | null;
  /** In the order in which they ran; empty when there was nothing to do. */
  readonly migrations: readonly MigratedStep[];
}

export interface MigratedStep {
  readonly migration: string;
  readonly version: string;
  readonly durationMs: number;
}

/** Adds up the events of a run to its end, and tells a listener on the way. */
export async function collectResult(
  events: AsyncIterable<MigrationEvent>,
  onEvent: (event: MigrationEvent) => void = () => {},
): Promise<MigrationResult> {
  const migrations: MigratedStep[] = [];
  let result: MigrationResult | undefined;
  for await (const event of events) {
    onEvent(event);
    if (event.kind === 'planned') {
      const { direction, currentVersion: fromVersion, targetVersion: toVersion } = event.plan;
      result = { kind: 'migrationResult', direction, fromVersion, toVersion, migrations };
    } else if (event.kind === 'migrationApplied' || event.kind === 'migrationRolledBack') {
      const { migration, version, durationMs } = event;
      migrations.push({ migration, version, durationMs });
    }
  }
  if (!result) throw new Error('A run ended before it was planned.');
  return result;
}

import type { MigrationEvent } from './migration-event.ts';

/** An event as JSON: a plan by the names of its steps, without their SQL. */
export function eventRecord(event: MigrationEvent): unknown {
  if (event.kind !== 'planned') return event;
  const { direction, currentVersion, targetVersion, steps } = event.plan;
  const migrations = steps.map(({ migration, script, analysis }) => ({
    migration: migration.id,
    version: migration.version,
    checksum: script.checksum,
    transactional: analysis.header.transactional,
    statements: analysis.statements.length,
  }));
  return { kind: 'planned', direction, currentVersion, targetVersion, migrations };
}

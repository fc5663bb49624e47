import type { MigrationEvent } from '../apply/migration-event.ts';

/** What JSON has no type for. */
const TIMES = new Set([
  ...['since', 'startedAt', 'finishedAt', 'ranAt', 'lastSeen'],
  ...['openedAt', 'endedAt', 'adoptedAt', 'last'],
]);

/** A record of the engine as JSON gave it, with its times as `Date` again. */
export function revive<T>(value: unknown): T {
  const text = JSON.stringify(value);
  // What the engine wrote has the engine's shape.
  return JSON.parse(text, (key, inner: unknown) =>
    TIMES.has(key) && typeof inner === 'string' ? new Date(inner) : inner,
  ) as T;
}

interface PlannedRecord {
  readonly migrations: readonly {
    readonly migration: string;
    readonly version: string;
    readonly checksum: string;
    readonly transactional: boolean;
    readonly statements: number;
  }[];
}

/**
 * The event of a record that {@link eventRecord} made, for who shows progress. Its plan knows its
 * steps by name, and how many statements they have; the SQL stays where the run is.
 */
export function eventOfRecord(record: { readonly kind: string }): MigrationEvent {
  if (record.kind !== 'planned') return revive(record);
  const { migrations, ...plan } = record as unknown as PlannedRecord;
  const steps = migrations.map(
    ({ migration: id, version, checksum, transactional, statements }) => ({
      migration: { id, version },
      script: { sql: '', checksum },
      analysis: { header: { transactional }, statements: new Array(statements) },
    }),
  );
  return revive({ kind: 'planned', plan: { ...plan, steps } });
}

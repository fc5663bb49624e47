import type { MigratorEvent } from '../run-migrator.ts';
import type { Sample } from './writers.ts';

/** How a phase of a release went. Times are in milliseconds. */
export interface PhaseTimes {
  readonly phase: string;
  /** From the beginning of its first migration to the end of its last one. */
  readonly ms: number;
  /** Of its migrations: what they lock, nobody waits for longer. */
  readonly longest: number;
  /** Rows that its batches have changed. */
  readonly changed: number;
  readonly writers: Latency;
}

export interface Latency {
  readonly statements: number;
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** The phases of a run of the migrator, each with what writers did meanwhile. */
export function phaseTimes(
  events: readonly MigratorEvent[],
  samples: readonly Sample[] = [],
): readonly PhaseTimes[] {
  const phases = new Map<string, MigratorEvent[]>();
  for (const event of events) {
    const phase = event.migration?.split('_')[1];
    if (phase !== undefined) phases.set(phase, [...(phases.get(phase) ?? []), event]);
  }
  return [...phases].map(([phase, own]) => {
    const [from, to] = [own[0]?.at ?? 0, own.at(-1)?.at ?? 0];
    const applied = own.filter(({ kind }) => kind === 'migrationApplied');
    return {
      phase,
      ms: to - from,
      longest: Math.max(0, ...applied.map(({ durationMs = 0 }) => durationMs)),
      changed: own.reduce((sum, { changed = 0 }) => sum + changed, 0),
      writers: latencyOf(samples.filter(({ at, ms }) => at + ms >= from && at <= to)),
    };
  });
}

export function latencyOf(samples: readonly Sample[]): Latency {
  const sorted = samples.map(({ ms }) => ms).sort((a, b) => a - b);
  const part = (share: number): number => sorted[Math.floor(sorted.length * share)] ?? 0;
  return {
    statements: sorted.length,
    p50: part(0.5),
    p99: part(0.99),
    slowest: sorted.at(-1) ?? 0,
  };
}

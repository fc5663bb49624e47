import type { PhaseSpan } from './contender.ts';
import type { HeldLock } from './watch-locks.ts';
import type { Sample } from './writers.ts';

/** How a phase of a release went. Times are in milliseconds. */
export interface PhaseTimes {
  readonly phase: string;
  readonly ms: number;
  /** The longest that it held back who writes, as an observer saw it; 0 where it saw none. */
  readonly longestLock: number;
  readonly writers: Latency;
}

export interface Latency {
  readonly statements: number;
  readonly p50: number;
  readonly p99: number;
  readonly slowest: number;
}

/** Phases, each with what it locked and what writers did meanwhile. */
export const phaseTimes = (
  spans: readonly PhaseSpan[],
  locks: readonly HeldLock[],
  samples: readonly Sample[] = [],
): readonly PhaseTimes[] =>
  spans.map(({ phase, from, to }) => ({
    phase,
    ms: to - from,
    longestLock: Math.max(
      0,
      ...locks.filter(({ at }) => at >= from && at <= to).map(({ ms }) => ms),
    ),
    writers: latencyOf(samples.filter(({ at, ms }) => at + ms >= from && at <= to)),
  }));

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

import type { Run, RunEvent } from '@schema-service/api-contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { runQuery } from '../../api/queries.ts';
import { useToken } from '../../api/session.ts';
import { follow } from '../../api/streams.ts';

/** The last event of a run. */
const LAST = 'runEnded';

/** What happened in a run so far, and what happens as it does, until it ends. */
export function useRunEvents(id: string): readonly RunEvent[] {
  const [events, setEvents] = useState<readonly RunEvent[]>([]);
  const queryClient = useQueryClient();
  const token = useToken();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another token may read what this one may not
  useEffect(() => {
    const ended = new AbortController();
    setEvents([]);
    const onMessage = (data: unknown): boolean => {
      // What a server-sent event of a run has: the contract's RunEvent.
      const one = data as RunEvent;
      setEvents((all) => (all.some(({ seq }) => seq === one.seq) ? all : [...all, one]));
      const changesRun = one.event.kind.startsWith('run');
      if (changesRun) void queryClient.invalidateQueries({ queryKey: runQuery(id).queryKey });
      return one.event.kind === LAST;
    };
    void follow(`/runs/${encodeURIComponent(id)}/events`, { signal: ended.signal, onMessage });
    return () => ended.abort();
  }, [id, queryClient, token]);
  return events;
}

/** How far one migration of a run is. */
export interface StepProgress {
  readonly migration: string;
  readonly version: string;
  readonly direction: string;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly statement: number;
  readonly statements: number;
  readonly durationMs: number | undefined;
  readonly batches: BatchState | undefined;
  /** What it waits for, in words. */
  readonly waits: string | undefined;
}

export interface BatchState {
  readonly rowsPassed: number;
  readonly estimatedRows: number | null;
  readonly remainingMs: number | null;
}

/** The steps of a run's plan, as far as its events have brought them. Pure. */
export function progressOf(run: Run, events: readonly RunEvent[]): readonly StepProgress[] {
  const steps = new Map<string, StepProgress>();
  const begin = (step: Record<string, unknown>): StepProgress => ({
    migration: String(step.migration),
    version: String(step.version),
    direction: String(step.direction ?? run.direction),
    state: 'waiting',
    statement: 0,
    statements: Number(step.statements ?? 0),
    durationMs: undefined,
    batches: undefined,
    waits: undefined,
  });
  for (const step of run.plan?.steps ?? []) steps.set(step.migration, begin(step));
  for (const { event } of events) {
    if (event.kind === 'planned' && Array.isArray(event.migrations)) {
      for (const step of event.migrations) steps.set(step.migration, begin(step));
    }
    if (typeof event.migration !== 'string') continue;
    const step = steps.get(event.migration) ?? begin(event);
    steps.set(event.migration, advanced(step, event));
  }
  if (run.status === 'failed' || run.status === 'cancelled') {
    for (const [id, step] of steps) {
      if (step.state === 'running') steps.set(id, { ...step, state: 'failed', waits: undefined });
    }
  }
  return [...steps.values()];
}

function advanced(step: StepProgress, event: RunEvent['event']): StepProgress {
  const running = { ...step, state: 'running' as const, waits: undefined };
  switch (event.kind) {
    case 'migrationStarted':
      return running;
    case 'statementStarted':
      return {
        ...running,
        statement: Number(event.statement),
        statements: Number(event.statements),
      };
    case 'batchApplied':
      return {
        ...running,
        statement: Number(event.statement),
        statements: Number(event.statements),
        batches: {
          rowsPassed: Number(event.rowsPassed),
          estimatedRows: numberOrNull(event.estimatedRows),
          remainingMs: numberOrNull(event.remainingMs),
        },
      };
    case 'batchesPaused':
      return { ...running, waits: `paused by ${event.pausedBy}` };
    case 'batchPausing':
      return { ...running, waits: 'waits so that others keep up' };
    case 'migrationRetrying':
      return { ...running, waits: `tries again: ${event.reason}` };
    case 'migrationApplied':
    case 'migrationRolledBack':
      return { ...step, state: 'done', durationMs: Number(event.durationMs), waits: undefined };
    default:
      return step;
  }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** Clients that are shut out to see whether anybody is heard of. */
export interface BrownoutState {
  readonly versions: readonly string[];
  /** What ends it. */
  readonly statement: string;
  readonly leftMs: number;
}

/** The brownout that a run is in, as far as its events say; none once its migrations have begun. Pure. */
export function brownoutOf(events: readonly RunEvent[]): BrownoutState | undefined {
  let found: BrownoutState | undefined;
  for (const { event } of events) {
    if (event.kind === 'brownoutBegan') {
      const { versions, statement, durationMs } = event;
      found = {
        versions: Array.isArray(versions) ? versions : [],
        statement: String(statement),
        leftMs: Number(durationMs),
      };
    } else if (event.kind === 'brownoutGoesOn') {
      found = found && { ...found, leftMs: Number(event.leftMs) };
    } else if (event.kind === 'planned' || event.kind === 'runStarted') {
      found = undefined;
    }
  }
  return found;
}

/** The statements that gave a version its schema. Pure. */
export function madeOf(events: readonly RunEvent[]): readonly string[] {
  const began = events.find(({ event }) => event.kind === 'adoptionBegan')?.event;
  const { statements } = { statements: [], ...Object(began?.adoption) };
  return Array.isArray(statements) ? statements : [];
}

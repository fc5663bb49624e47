import { setTimeout as sleep } from 'node:timers/promises';
import type { RunEvent } from '@schema-service/catalog';
import { redactValue } from '@schema-service/errors';
import { eventRecord, type MigrationEvent } from '@schema-service/migrator';

/** In milliseconds. */
const BETWEEN_WRITES = 50;
const LONGEST_PAUSE = 5_000;
const BETWEEN_WAITS = 15_000;

/** Data of the database, in which nothing is changed. */
const VERBATIM = ['sql', 'statements', 'differences'];

/** Writes what happens in a run, in order, a little later and several at once. */
export interface EventRecorder {
  readonly push: (event: MigrationEvent | RunEvent['event']) => void;
  /** Waits until all is written. */
  readonly flush: () => Promise<void>;
}

/**
 * @param record writes events, and says whether the run is ours still; it is asked again until it does
 * @param signal ends the asking
 */
export function createEventRecorder(
  record: (events: readonly RunEvent['event'][]) => Promise<boolean>,
  signal: AbortSignal,
): EventRecorder {
  let waiting: RunEvent['event'][] = [];
  let writing: Promise<void> | undefined;
  let lastWait = Number.NEGATIVE_INFINITY;

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      await sleep(BETWEEN_WRITES, undefined, { ref: false });
      const events = waiting;
      waiting = [];
      for (let pause = 250; !signal.aborted; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
        if (
          await record(events)
            .catch(() => undefined)
            .then((answer) => answer !== undefined)
        )
          break;
        await sleep(pause, undefined, { signal }).catch(() => {});
      }
    }
  }

  return {
    push: (event) => {
      if (event.kind === 'lockWaiting' || event.kind === 'brownoutGoesOn') {
        if (performance.now() - lastWait < BETWEEN_WAITS) return;
        lastWait = performance.now();
      }
      const record = recordOf(event);
      // Batches that nobody has seen yet are told by the last of them.
      if (isNextBatch(waiting.at(-1), record)) waiting.pop();
      waiting.push(record);
      writing ??= write().finally(() => {
        writing = undefined;
      });
    },
    flush: async () => {
      while (writing) await writing;
    },
  };
}

function recordOf(event: MigrationEvent | RunEvent['event']): RunEvent['event'] {
  // The events of the run itself have no shape of the migrator's, and are records already.
  const record = eventRecord(event as MigrationEvent);
  return redactValue(record, VERBATIM) as RunEvent['event'];
}

function isNextBatch(last: RunEvent['event'] | undefined, next: RunEvent['event']): boolean {
  if (last?.kind !== 'batchApplied' || next.kind !== 'batchApplied') return false;
  return last.migration === next.migration && last.statement === next.statement;
}

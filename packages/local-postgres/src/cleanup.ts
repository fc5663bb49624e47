/** What has to go at the end, last first, whatever the end is. */
export interface Cleanup {
  readonly defer: (undo: () => Promise<void>) => void;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs what was deferred when it is disposed of, or when the process is told to
 * end; the signal then takes its course. Use it with `await using`.
 */
export function createCleanup(): Cleanup {
  const undoings: (() => Promise<void>)[] = [];
  let cleaning: Promise<void> | undefined;
  const clean = (): Promise<void> => {
    cleaning ??= undoAll(undoings);
    return cleaning;
  };
  const interrupted = (signal: NodeJS.Signals): void => {
    const end = (): void => {
      stopListening();
      process.kill(process.pid, signal);
    };
    void clean().then(end, end);
  };
  const stopListening = (): void => {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupted);
  return {
    defer: (undo) => void undoings.push(undo),
    [Symbol.asyncDispose]: async () => {
      await clean();
      stopListening();
    },
  };
}

/** Each is tried, even where one before it failed; the first failure is told. */
async function undoAll(undoings: (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (let undo = undoings.pop(); undo; undo = undoings.pop()) {
    try {
      await undo();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

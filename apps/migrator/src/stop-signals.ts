import type { ExitCode } from '@schema-service/command-line';

/** As a shell says it of a process that a signal ended: 128 and the signal's number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** How a process ends that was told to stop. */
export type StopCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

let stopped: StopCode | undefined;
let running: AbortController | undefined;

/**
 * Listens to SIGTERM and SIGINT, which process 1 of a container would not notice otherwise. A run is cancelled;
 * anything else ends at once, and so does everything at the second signal.
 */
export function listenForStop(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const again = stopped !== undefined;
      stopped = EXIT_CODES[signal];
      if (!running || again) process.exit(stopped);
      process.stderr.write(`${signal}: the run is cancelled\n`);
      running.abort();
    });
  }
}

/** Runs what ends by itself when its signal says so, and leaves no half of anything. */
export async function untilStopped<T>(run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  running = new AbortController();
  try {
    return await run(running.signal);
  } finally {
    running = undefined;
  }
}

/** The exit code of a command: one that was told to stop and had not done its work says so. */
export function exitCodeAfter(code: ExitCode): ExitCode | StopCode {
  return code === 0 ? code : (stopped ?? code);
}

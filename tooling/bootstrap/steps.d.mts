import type { SpawnOptions } from 'node:child_process';

/** Runs one step of a longer job and prints one line for it; `note` says what came of it, `say` what goes on. */
export function step<T>(
  title: string,
  work: (note: (text: string) => void, say: (line: string) => void) => Promise<T>,
): Promise<T>;

/** A program that a step ran did not succeed; the message holds the end of what it printed. */
export class CommandFailed extends Error {
  readonly output: string;
}

/** Runs a program to its end with its output in `logFile`. Throws {@link CommandFailed}. */
export function run(
  program: string,
  args: readonly string[],
  options: SpawnOptions & {
    readonly logFile: string;
    /** Gets the lines of its stdout and stderr. */
    readonly onLine?: (line: string) => void;
    /** Milliseconds after which it is ended, with all that it has started itself. */
    readonly timeLimit?: number;
  },
): Promise<void>;

/** Ends the programs that steps are running, and lets no further step begin. Waits until they are gone. */
export function stopRunning(): Promise<void>;

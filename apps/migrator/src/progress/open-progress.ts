import { eventRecord } from '@schema-service/migrator';
import { jsonLine } from '../json-line.ts';
import type { Progress } from './progress.ts';
import { progressLine } from './progress-line.ts';

/**
 * A bar on stderr for a person at a terminal, plain lines there for a log, and
 * lines of JSON on stdout for a program.
 */
async function openProgress({ json }: { readonly json: boolean }): Promise<Progress> {
  if (json) return plainProgress((event) => process.stdout.write(jsonLine(eventRecord(event))));
  if (isWatched()) {
    const { terminalProgress } = await import('./terminal-progress.ts');
    return terminalProgress(process.stderr);
  }
  return plainProgress((event) => {
    const line = progressLine(event);
    if (line !== undefined) process.stderr.write(`${line}\n`);
  });
}

/** Runs something and shows its events; what follows is written below them. */
export async function withProgress<T>(
  output: { readonly json: boolean },
  run: (onEvent: Progress['show']) => Promise<T>,
): Promise<T> {
  using progress = await openProgress(output);
  return await run(progress.show);
}

/** Whether a person sees stderr on a terminal that can draw a line anew. */
export function isWatched(): boolean {
  return process.stderr.isTTY && process.env.TERM !== 'dumb';
}

function plainProgress(show: Progress['show']): Progress {
  return { show, [Symbol.dispose]: () => {} };
}

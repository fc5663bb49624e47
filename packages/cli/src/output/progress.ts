import type { Output } from './output.ts';

/** Says what is being done now. */
export type Report = (step: string) => void;

const DELAY_MS = 1000;

/**
 * Does something that may take long. After a second a person who watches sees
 * that it goes on, and what it does; nobody else sees anything.
 */
export async function withProgress<Result>(
  output: Output,
  first: string,
  work: (report: Report) => Promise<Result>,
): Promise<Result> {
  if (!output.isWatched) return work(() => {});
  let step = first;
  let show: Report = (next) => {
    step = next;
  };
  let stop = (): void => {};
  const timer = setTimeout(async () => {
    const { spinner } = await import('@clack/prompts');
    if (timer === undefined) return;
    const shown = spinner({ indicator: 'timer', output: process.stderr });
    shown.start(step);
    show = (next) => shown.message(next);
    stop = () => shown.clear();
  }, DELAY_MS);
  try {
    return await work((next) => show(next));
  } finally {
    clearTimeout(timer);
    stop();
  }
}

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
  const since = performance.now();
  let text = first;
  let stop = (): void => {};
  let isDone = false;
  const timer = setTimeout(async () => {
    const { activityLine, liveArea } = await import('@schema-service/command-line/drawing');
    if (isDone) return;
    const area = liveArea(process.stderr, (now, { columns }) => [
      activityLine({ text, since }, now, columns),
    ]);
    stop = () => area[Symbol.dispose]();
  }, DELAY_MS);
  try {
    return await work((next) => {
      text = next;
    });
  } finally {
    isDone = true;
    clearTimeout(timer);
    stop();
  }
}

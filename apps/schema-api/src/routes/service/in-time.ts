import { setTimeout as sleep } from 'node:timers/promises';

const TIMEOUT = 2_000;

/** The answer, or a failure after 2 s: a database that is frozen would keep a probe open for longer than who asks will wait. */
export async function inTime<Value>(answer: Promise<Value>): Promise<Value> {
  const over = new AbortController();
  const late = sleep(TIMEOUT, undefined, { ref: false, signal: over.signal }).then(() =>
    Promise.reject(new Error(`It did not answer in ${TIMEOUT} ms.`)),
  );
  late.catch(() => undefined);
  return Promise.race([answer, late]).finally(() => over.abort());
}

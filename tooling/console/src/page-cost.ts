import type { Browser, Page } from 'playwright-core';

/** What something on a page costs, in ms: the longest time between two frames, and CPU. */
export interface PageCost {
  readonly frame: number;
  readonly cpu: number;
}

/** Reads, in ms, the CPU that the browser has used since: all of its processes, of which some draw and some run scripts. */
export async function cpuSince(browser: Browser): Promise<() => Promise<number>> {
  const before = await processTimes(browser);
  return async () => {
    const now = await processTimes(browser);
    const used = [...now].map(([id, seconds]) => seconds - (before.get(id) ?? 0));
    return Math.round(used.reduce((sum, seconds) => sum + seconds, 0) * 1_000);
  };
}

async function processTimes(browser: Browser): Promise<ReadonlyMap<number, number>> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime]));
}

/** The memory of a page's scripts, in MB. */
export async function heapOf(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0;
  return Math.round(heap / 1_000_000);
}

/** The frames and the CPU while something is done, until the page has come to rest. */
export async function whileDoing(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<PageCost> {
  await page.evaluate(`
    performance.clearMeasures();
    globalThis.frames = [];
    globalThis.isWatching = true;
    (function watch(before) {
      requestAnimationFrame((now) => {
        frames.push(now - before);
        if (isWatching) watch(now);
      });
    })(performance.now());
  `);
  const cpu = await cpuSince(browser);
  await act();
  await page.waitForTimeout(500);
  const used = await cpu();
  const frame = await page.evaluate(`isWatching = false, Math.max(...frames.slice(1))`);
  return { frame: Math.round(Number(frame)), cpu: used };
}

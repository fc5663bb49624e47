import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { openBrowser } from '@schema-service/published/open-browser';
import type { Page } from 'playwright-core';
import { generatedSchema } from './generated-schema.ts';
import { releaseOf } from './releases.ts';
import { startService } from './start-service.ts';
import { visit } from './visit.ts';

// `pnpm bench:console [COUNT ...]`: from the click to the first diagram, and the frames of a zoom and of a focus.

const counts = process.argv.slice(2).map(Number);
const ZOOM_STEPS = 40;

interface Row {
  readonly models: number;
  /** Once, when the version is published. In seconds, with a database and a thread. */
  readonly layout: number;
  readonly kilobytes: number;
  /** From the click, in ms. */
  readonly drawn: number;
  readonly zoom: Frames;
  readonly focus: Frames;
  /** Of scripts, in MB. */
  readonly heap: number;
}

/** In ms: the longest that drawing took, and the longest time between two frames. */
interface Frames {
  readonly draw: number;
  readonly frame: number;
}

process.env.TEST_BUILT = '1';
await using cleanup = createCleanup();
const postgres = await startThrowawayPostgres(cleanup, { isSmall: true });
process.env.TEST_DATABASE_URL = postgres.connectionString;
await using service = await startService({});
const browser = await openBrowser();
const rows: Row[] = [];
for (const models of counts.length > 0 ? counts : [20, 150, 600]) rows.push(await measure(models));
await browser.close();
console.log(
  '| models | layout | sent | click to drawn | zoom: draw, frame | focus: draw, frame | heap |',
);
console.log(
  '| -----: | -----: | ---: | -------------: | ----------------: | -----------------: | ---: |',
);
for (const { models, layout, kilobytes, drawn, zoom, focus, heap } of rows) {
  console.log(
    `| ${models} | ${layout.toFixed(1)} s | ${kilobytes} kB | ${drawn} ms | ${framesText(zoom)} | ${framesText(focus)} | ${heap} MB |`,
  );
}

async function measure(models: number): Promise<Row> {
  const version = `1.0.0-size.${models}`;
  await service.publish(releaseOf(version, generatedSchema(models)));
  const begin = performance.now();
  await fetch(`${service.url}/schema/${version}/diagram`);
  const layout = (performance.now() - begin) / 1_000;
  const sent = await fetch(`${service.url}/schema/${version}/diagram`, {
    headers: { 'accept-encoding': 'br' },
  });
  const kilobytes = Math.round(Number(sent.headers.get('content-length')) / 1_000);

  await using visited = await visit(browser, service.url, `/console/versions/${version}`, {
    reducedMotion: 'no-preference',
  });
  const { page } = visited;
  await page
    .getByLabel('Version', { exact: true })
    .getByRole('link', { name: 'Diagram' })
    .waitFor();
  // Not by the mouse, which would load the page's parts before the click.
  await page.evaluate(`
    performance.clearMeasures();
    globalThis.clickedAt = performance.now();
    document.querySelector('nav[aria-label=Version] a[href$=diagram]').click();
  `);
  const drawn = await page.evaluate(`new Promise((resolve) => {
    (function look() {
      const [first] = performance.getEntriesByName('diagram-drawn');
      if (first) resolve(first.startTime + first.duration - clickedAt);
      else setTimeout(look, 5);
    })();
  })`);
  const zoom = await framesOf(page, async () => {
    await page.mouse.move(700, 450);
    for (let step = 0; step < ZOOM_STEPS; step++) await page.mouse.wheel(0, -60);
  });
  await page.keyboard.press('Escape');
  const focus = await framesOf(page, async () => {
    await page.getByRole('combobox', { name: 'Model to focus on' }).fill('Model7');
    await page.getByRole('complementary', { name: 'Model7' }).waitFor();
  });
  const heap = await page.evaluate('performance.memory.usedJSHeapSize');
  return {
    ...{ models, layout, kilobytes, zoom, focus },
    drawn: Math.round(Number(drawn)),
    heap: Math.round(Number(heap) / 1_000_000),
  };
}

/** The frames while something is done, until the drawing has come to rest. */
async function framesOf(page: Page, act: () => Promise<void>): Promise<Frames> {
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
  await act();
  await page.waitForTimeout(500);
  const found = await page.evaluate(`(() => {
    isWatching = false;
    const drawn = performance.getEntriesByName('diagram-drawn').map(({ duration }) => duration);
    return { draw: Math.max(...drawn), frame: Math.max(...frames.slice(1)) };
  })()`);
  const { draw, frame } = Object(found);
  return { draw: Math.round(draw), frame: Math.round(frame) };
}

function framesText({ draw, frame }: Frames): string {
  return `${draw} ms, ${frame} ms`;
}

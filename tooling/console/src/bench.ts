import { createCleanup, startThrowawayPostgres } from '@schema-service/local-postgres';
import { openBrowser } from '@schema-service/published/open-browser';
import type { Page } from 'playwright-core';
import { generatedSchema } from './generated-schema.ts';
import { installLiam, serveLiam } from './liam.ts';
import { cpuSince, heapOf, type PageCost, whileDoing } from './page-cost.ts';
import { releaseOf } from './releases.ts';
import { startService } from './start-service.ts';
import { visit } from './visit.ts';

// `pnpm bench:console [COUNT ...]`: until the first diagram, a zoom and a focus; and the same in Liam ERD.

const counts = process.argv.slice(2).map(Number);
const ZOOM_STEPS = 40;
const FOCUSED = 'Model7';
const HEAD = `| models | who | before | sent | address to drawn | click to drawn | CPU until then | zoom: draw, frame, CPU | focus: draw, frame, CPU | memory |
| -----: | --- | -----: | ---: | ---------------: | -------------: | -------------: | ---------------------: | ----------------------: | -----: |`;

interface Row {
  readonly who: string;
  readonly models: number;
  /** Before anybody looks: the layout, or the build. In seconds. */
  readonly before: number;
  /** What the page fetches of the diagram, in kB. */
  readonly sent?: number;
  /** Until the diagram is drawn, in ms: from the address, and from a click on a page that is there. */
  readonly opened: number;
  readonly clicked?: number;
  /** Of the browser until the diagram is drawn from the address, in ms. */
  readonly cpu: number;
  /** Of scripts at the end, in MB. */
  readonly heap: number;
  readonly zoom: Work;
  readonly focus: Work;
}

/** Beside what it costs: the longest drawing, in ms, which only our page tells. */
interface Work extends PageCost {
  readonly draw?: number;
}

process.env.TEST_BUILT = '1';
await using cleanup = createCleanup();
const postgres = await startThrowawayPostgres(cleanup, { isSmall: true });
process.env.TEST_DATABASE_URL = postgres.connectionString;
await using service = await startService({});
const browser = await openBrowser();
const noLiam = await reasonOf(installLiam());
console.log(HEAD);
const skipped = noLiam === undefined ? [] : [`It could not be installed: ${noLiam}`];
for (const models of counts.length > 0 ? counts : [20, 150, 600]) {
  console.log(line(await measureConsole(models)));
  if (noLiam !== undefined) continue;
  const failed = await reasonOf(measureLiam(models).then((row) => console.log(line(row))));
  if (failed !== undefined) skipped.push(`${models} models: ${failed}`);
}
await browser.close();
for (const reason of skipped) console.log(`\nWithout Liam ERD. ${reason}`);

async function reasonOf(work: Promise<void>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => String(error),
  );
}

async function measureConsole(models: number): Promise<Row> {
  const version = `1.0.0-size.${models}`;
  await service.publish(releaseOf(version, generatedSchema(models)));
  const begin = performance.now();
  await fetch(`${service.url}/schema/${version}/diagram`);
  const before = (performance.now() - begin) / 1_000;
  const answer = await fetch(`${service.url}/schema/${version}/diagram`, {
    headers: { 'accept-encoding': 'br' },
  });
  const sent = Math.round(Number(answer.headers.get('content-length')) / 1_000);
  const path = `/console/versions/${version}`;
  const options = { reducedMotion: 'no-preference' } as const;

  await using linked = await visit(browser, service.url, path, options);
  // Not by the mouse, which would load the page's parts before the click.
  const clicked = await linked.page
    .getByLabel('Version', { exact: true })
    .getByRole('link', { name: 'Diagram' })
    .waitFor()
    .then(() =>
      linked.page.evaluate(`new Promise((resolve) => {
        const clickedAt = performance.now();
        document.querySelector('nav[aria-label=Version] a[href$=diagram]').click();
        (function look() {
          const [first] = performance.getEntriesByName('diagram-drawn');
          if (first) resolve(first.startTime + first.duration - clickedAt);
          else setTimeout(look, 5);
        })();
      })`),
    );

  const used = await cpuSince(browser);
  await using visited = await visit(browser, service.url, `${path}/diagram`, options);
  const { page } = visited;
  const opened = await page.evaluate(`new Promise((resolve) => {
    (function look() {
      const [first] = performance.getEntriesByName('diagram-drawn');
      if (first) resolve(first.startTime + first.duration);
      else setTimeout(look, 5);
    })();
  })`);
  const cpu = await used();
  const zoom = await drawing(page, () => turnWheel(page));
  await page.keyboard.press('Escape');
  const focus = await drawing(page, async () => {
    await page.getByRole('combobox', { name: 'Model to focus on' }).fill(FOCUSED);
    await page.getByRole('complementary', { name: FOCUSED }).waitFor();
  });
  const heap = await heapOf(page);
  return {
    ...{ who: 'console', models, before, sent, cpu, heap, zoom, focus },
    opened: Math.round(Number(opened)),
    clicked: Math.round(Number(clicked)),
  };
}

async function drawing(page: Page, act: () => Promise<void>): Promise<Work> {
  const cost = await whileDoing(browser, page, act);
  const draw = await page.evaluate(
    `Math.max(...performance.getEntriesByName('diagram-drawn').map(({ duration }) => duration))`,
  );
  return { ...cost, draw: Math.round(Number(draw)) };
}

async function measureLiam(models: number): Promise<Row> {
  const begin = performance.now();
  await using liam = await serveLiam(`models-${models}`, generatedSchema(models));
  const before = (performance.now() - begin) / 1_000;
  const used = await cpuSince(browser);
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  try {
    const page = await context.newPage();
    // It waits for fonts of another host; here they fail at once.
    await page.route(
      ({ hostname }) => hostname !== '127.0.0.1',
      (route) => route.abort(),
    );
    await page.goto(liam.url);
    // Its boxes are there before they are laid out, and are not shown until then.
    const opened = await page.evaluate(`new Promise((resolve) => {
      (function look() {
        const box = document.querySelector('.react-flow__node');
        if (box && getComputedStyle(box).visibility === 'visible' && getComputedStyle(box).opacity !== '0') {
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now())));
        } else setTimeout(look, 5);
      })();
    })`);
    const cpu = await used();
    const zoom = await whileDoing(browser, page, async () => {
      await page.keyboard.down('Control');
      await turnWheel(page);
      await page.keyboard.up('Control');
    });
    const focus = await whileDoing(browser, page, async () => {
      await page.evaluate(`[...document.querySelectorAll('[class*=sidebarMenuButton]')]
        .find(({ textContent }) => textContent === '${FOCUSED}').click()`);
      await page.waitForURL(/active=/);
    });
    const heap = await heapOf(page);
    const row = { who: 'Liam ERD', models, before, cpu, heap, zoom, focus };
    return { ...row, opened: Math.round(Number(opened)) };
  } finally {
    await context.close();
  }
}

async function turnWheel(page: Page): Promise<void> {
  await page.mouse.move(700, 450);
  for (let step = 0; step < ZOOM_STEPS; step++) await page.mouse.wheel(0, -60);
}

function line(row: Row): string {
  const { models, who, before, sent, opened, clicked, cpu, zoom, focus, heap } = row;
  const cells = [
    ...[models, who, `${before.toFixed(1)} s`, sent === undefined ? '' : `${sent} kB`],
    ...[`${opened} ms`, clicked === undefined ? '' : `${clicked} ms`, `${cpu} ms`],
    ...[workText(zoom), workText(focus), `${heap} MB`],
  ];
  return `| ${cells.join(' | ')} |`;
}

function workText({ draw, frame, cpu }: Work): string {
  return `${draw === undefined ? '-' : `${draw} ms`}, ${frame} ms, ${cpu} ms`;
}

import { createHash } from 'node:crypto';
import { createStores, type PublishedRelease } from '@schema-service/catalog';
import pg from 'pg';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, test as anyTest, beforeAll, expect } from 'vitest';
import { noBrowser, openBrowser } from '../src/open-browser.ts';
import { startSchemaApi, type TestApi } from '../src/start-schema-api.ts';

const test = anyTest.skipIf(noBrowser !== undefined);
if (noBrowser !== undefined) console.warn(noBrowser);

let api: TestApi;
let browser: Browser;

beforeAll(async () => {
  [api, browser] = await Promise.all([startSchemaApi('http://127.0.0.1:1/simple/'), openBrowser()]);
  const pool = new pg.Pool({ connectionString: api.databaseUrl });
  const { catalog } = createStores(pool);
  for (const [version, previous] of [
    ['1.0.0', null],
    ['1.1.0', '1.0.0'],
  ] as const) {
    await catalog.publish(release(version, previous));
  }
  await pool.end();
});

afterAll(async () => {
  await browser?.close();
  await api?.[Symbol.asyncDispose]();
});

function release(version: string, previous: string | null): PublishedRelease {
  const bytes = Buffer.from(`package ${version}`);
  const digest = (algorithm: string, encoding: 'hex' | 'base64') =>
    createHash(algorithm).update(bytes).digest(encoding);
  return {
    kind: 'publishedRelease',
    release: {
      kind: 'release',
      version,
      schema: 'model Review {\n  id Int @id\n}\n',
      changelog: `## ${version}\n\n- What changed in ${version}.\n`,
      migrations: [],
      metadata: {
        ...{ formatVersion: 1, version, previous, bump: 'minor', date: '2026-05-04' },
        ...{ hash: 'h', files: { 'schema.prisma': '', 'changelog.md': '' }, migrations: [] },
        ...{ changes: [], previousDigest: null, digest: version },
      },
    },
    artifacts: [
      {
        ...{ ecosystem: 'npm', format: 'npm-tarball', name: '@org/db-client', version, bytes },
        filename: `org-db-client-${version}.tgz`,
        sha256: digest('sha256', 'hex'),
        integrity: `sha512-${digest('sha512', 'base64')}`,
        manifest: { name: '@org/db-client', version },
      },
    ],
  };
}

/** A page of the service, with what it asked for, what of it another host would have got, and its complaints. */
async function visit(path: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext(options);
  const page: Page = await context.newPage();
  const requests: string[] = [];
  const elsewhere: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  // Behind the policy of the page: what it blocks does not come here.
  await page.route(
    (url) => !own(url.href),
    async (route) => {
      elsewhere.push(route.request().url());
      await route.abort();
    },
  );
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${api.url}${path}`);
  return { page, requests, elsewhere, complaints, [Symbol.asyncDispose]: () => context.close() };
}

const own = (url: string) => url.startsWith(`${api.url}/`) || /^(data|blob):/.test(url);

test('the feed is well-formed XML, and found from the front page', async () => {
  await using visited = await visit('/');
  const { page } = visited;
  const href = await page.locator('link[rel=alternate]').getAttribute('href');
  const feed = await fetch(new URL(href ?? '', `${api.url}/`));
  const parsed = await page.evaluate(`((xml) => {
    const feed = new DOMParser().parseFromString(xml, 'application/xml');
    const error = feed.querySelector('parsererror')?.textContent ?? null;
    return { error, root: feed.documentElement.nodeName, entries: feed.querySelectorAll('entry').length };
  })(${JSON.stringify(await feed.text())})`);
  expect(parsed).toEqual({ error: null, root: 'feed', entries: 2 });
});

test('the reference is Scalar, from this service alone', async () => {
  await using visited = await visit('/reference');
  const { page, requests, elsewhere, complaints } = visited;
  // Of Scalar's own: the plain list has none.
  await page.getByRole('button', { name: 'Open Group - webhooks' }).click();
  await page.getByText('One webhook.').first().waitFor();
  expect(requests).toContain(`${api.url}/openapi.json`);
  expect(elsewhere).toEqual([]);
  expect(complaints.filter((text) => !text.includes('Content Security Policy'))).toEqual([]);
});

test('the reference without scripts is a list of the endpoints', async () => {
  await using visited = await visit('/reference', { javaScriptEnabled: false });
  const { page } = visited;
  expect(await page.getByRole('rowheader', { name: 'GET /compatibility' }).count()).toBe(1);
  expect(visited.requests).toEqual([`${api.url}/reference`]);
});

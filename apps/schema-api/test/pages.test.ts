import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { installLines } from '../src/routes/client/install-lines.ts';
import { releaseOf } from './frozen-releases.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { run } from './run.ts';
import { runningServer } from './running-server.ts';
import { temporaryFolder } from './temporary-folder.ts';

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;

beforeAll(async () => {
  published = await publishedCatalog();
  server = buildServer({ stores: published.stores, publicUrl: 'https://schemas.example.org/api' });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

const html = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };
const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

test('the front page has the versions, their changelogs, and how each is installed', async () => {
  await published.catalog.setNotice('1.0.0', { deprecated: 'Use <2.0.0> & later.' });
  const answer = await get('/', html);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.headers.vary).toContain('accept');
  for (const line of [
    '@org:registry=https://schemas.example.org/api/npm/',
    'npm install @org/db-client@2.0.0',
    'pnpm add @org/db-client@2.0.0',
    'yarn add @org/db-client@2.0.0',
    'bun add @org/db-client@2.0.0',
    'pip install --index-url https://schemas.example.org/api/pypi/simple/ org-db-client==2.0.0',
    'uv add --default-index https://schemas.example.org/api/pypi/simple/ org-db-client==2.0.0',
    '<th scope="row">1.1.0</th><td>minor</td>',
    'Deprecated: Use &#60;2.0.0&#62; &#38; later.',
    'href="diff/1.0.0/1.1.0"',
  ]) {
    expect(answer.body).toContain(line);
  }
  expect(answer.body).not.toContain('<script');
  const again = await get('/', { ...html, 'if-none-match': String(answer.headers.etag) });
  expect(again.statusCode).toBe(304);
  for (const accept of ['application/json', '*/*']) {
    expect((await get('/', { accept })).json()).toMatchObject({ name: 'Schema API' });
  }
});

test('a page lets nothing run, and escapes what was published', async () => {
  await using other = await publishedCatalog({ versions: [] });
  const { kind, release } = releaseOf('1.0.0', null, 'model A {\n  id Int @id\n}\n');
  const changelog = '</pre><script>alert(1)</script>\u0007';
  await other.catalog.publish({ kind, release: { ...release, changelog }, artifacts: [] });
  await using bare = buildServer({ stores: other.stores });
  const front = await bare.inject({ url: '/', headers: html });
  expect(front.body).not.toContain('<script');
  expect(front.headers['content-security-policy']).toMatch(
    /^default-src 'none'; style-src 'sha256-/,
  );
  expect(front.headers['content-security-policy']).not.toContain('unsafe');
  const feed = await bare.inject('/versions.atom');
  expect(feed.body).not.toContain('<script');
  expect(feed.body).not.toContain('\u0007');
});

test('an empty service says how it is filled, and one that is closed says nothing', async () => {
  await using empty = await publishedCatalog({ versions: [] });
  await using bare = buildServer({ stores: empty.stores });
  const body = async (one: typeof bare) => (await one.inject({ url: '/', headers: html })).body;
  expect(await body(bare)).toContain('schemactl release publish');
  await using closed = buildServer({ stores: published.stores, access: { readAccess: 'token' } });
  expect(await body(closed)).toContain('Reading asks for a token');
  expect(await body(closed)).not.toContain('2.0.0');
  expect((await closed.inject('/versions.atom')).statusCode).toBe(401);
});

test('the feed has every version with an id that stays, and is asked for again cheaply', async () => {
  const answer = await get('/versions.atom');
  expect(answer.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
  const { body } = answer;
  const ids = [...body.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) {
    expect(id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  const titles = [...body.matchAll(/<title>(.*?)<\/title>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    'Versions of the schema',
    '2.0.0 (major)',
    '1.1.0 (minor)',
    expect.stringMatching(/^1\.0\.0 \(major\)/),
  ]);
  await using moved = buildServer({
    stores: published.stores,
    publicUrl: 'https://elsewhere.test',
  });
  const elsewhere = (await moved.inject('/versions.atom')).body;
  expect([...elsewhere.matchAll(/<id>(.*?)<\/id>/g)].map(([, id]) => id)).toEqual(ids);
  const again = await get('/versions.atom', { 'if-none-match': String(answer.headers.etag) });
  expect(again.statusCode).toBe(304);
  const front = (await get('/', html)).body;
  expect(front).toContain(
    '<link rel="alternate" type="application/atom+xml" title="Versions" href="versions.atom">',
  );
});

test('the reference is a list of the endpoints that its script makes more of', async () => {
  const answer = await get('/reference', html);
  expect(answer.body).toContain('<code>GET /schema/{version}</code>');
  expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
  expect(answer.headers['content-security-policy']).toContain("connect-src 'self'");
  for (const url of ['/reference/start.js', '/reference/scalar.js']) {
    const plain = await get(url, { 'accept-encoding': 'identity' });
    const packed = await get(url, { 'accept-encoding': 'gzip' });
    expect(plain.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const unpacked =
      packed.headers['content-encoding'] === 'gzip'
        ? gunzipSync(packed.rawPayload)
        : packed.rawPayload;
    expect(unpacked.equals(plain.rawPayload)).toBe(true);
    const again = await get(url, { 'if-none-match': String(plain.headers.etag) });
    expect(again.statusCode).toBe(304);
  }
});

test('the lines for npm install the client', async () => {
  await using running = await runningServer({ stores: published.stores });
  await using folder = await temporaryFolder();
  const [client] = await published.catalog.listArtifacts({
    ...{ version: '2.0.0', ecosystem: 'npm', name: '@org/db-client' },
  });
  const lines = client ? installLines(client, running.url) : [];
  const { text = '' } = lines.find(({ manager }) => manager === 'npm') ?? {};
  await run('sh', ['-ec', `echo '{}' > package.json\n${text}\nnpm ls`], { cwd: folder.path });
});

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

test('the console is one page for all of its addresses, below the path of the public URL', async () => {
  const answer = await get('/', html);
  expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answer.headers.vary).toContain('accept');
  expect(answer.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';/,
  );
  expect(answer.body).toContain('<meta name="base" content="/api" />');
  expect(answer.body).toContain('href="/api/versions.atom"');
  for (const path of ['/console', '/console/', '/console/compare/1.1.0/2.0.0', '/api/console/x']) {
    expect((await get(path, html)).body, path).toBe(answer.body);
  }
  const again = await get('/', { ...html, 'if-none-match': String(answer.headers.etag) });
  expect(again.statusCode).toBe(304);
  for (const accept of ['application/json', '*/*']) {
    expect((await get('/', { accept })).json()).toMatchObject({ name: 'Schema API' });
  }
});

test('the files of the console never change, and nothing else is found among them', async () => {
  const { body } = await get('/', html);
  const files = [...body.matchAll(/"\/api(\/console\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  expect(files.map((path) => path.replace(/.*\./, '')).sort()).toContain('js');
  for (const path of files) {
    const file = await get(path, { 'accept-encoding': 'br' });
    expect(file.statusCode).toBe(200);
    expect(file.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(file.headers['content-type']).toMatch(/^text\/(?:javascript|css); charset=utf-8$/);
    expect(file.headers['x-content-type-options']).toBe('nosniff');
  }
  for (const name of ['nothing.js', '..%2findex.html', 'index.html']) {
    expect((await get(`/console/assets/${name}`)).json()).toMatchObject({ code: 'FILE_NOT_FOUND' });
  }
});

test('where reading asks for a token, the console is there and the feed is not', async () => {
  await using closed = buildServer({ stores: published.stores, access: { readAccess: 'token' } });
  expect((await closed.inject({ url: '/', headers: html })).body).toContain('<div id="root">');
  expect((await closed.inject('/versions.atom')).statusCode).toBe(401);
});

test('the feed escapes what was published', async () => {
  await using other = await publishedCatalog({ versions: [] });
  const { kind, release } = releaseOf('1.0.0', null, 'model A {\n  id Int @id\n}\n');
  const changelog = '</content><script>alert(1)</script>\u0007';
  await other.catalog.publish({ kind, release: { ...release, changelog }, artifacts: [] });
  await using bare = buildServer({ stores: other.stores });
  const feed = await bare.inject('/versions.atom');
  expect(feed.body).not.toContain('<script');
  expect(feed.body).not.toContain('\u0007');
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

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { publishedCatalog, type TestCatalog } from './published-catalog.ts';
import { sampleRelease } from './sample-releases.ts';

let published: TestCatalog;
let server: ReturnType<typeof buildServer>;

beforeAll(async () => {
  published = await publishedCatalog();
  server = buildServer({ stores: published.stores });
});

afterAll(async () => {
  await server.close();
  await published[Symbol.asyncDispose]();
});

const get = (url: string, headers: Record<string, string> = {}) => server.inject({ url, headers });

const wheel = sampleRelease('2.0.0').artifacts.find((it) => it.format === 'wheel');
const json = 'application/vnd.pypi.simple.v1+json';
const html = 'application/vnd.pypi.simple.v1+html';
const page = '/pypi/simple/org-db-client/';

describe('a page is negotiated', () => {
  test.each([
    [`${json}, ${html}; q=0.1, text/html; q=0.01`, json], // pip
    [`${html}; q=0.2, ${json}; q=0.1`, html],
    [`text/html, ${json}; q=0.5`, 'text/html; charset=utf-8'],
    ['*/*', 'text/html; charset=utf-8'],
    ['image/png', 'text/html; charset=utf-8'],
  ])('Accept: %s gives %s', async (accept, type) => {
    for (const url of ['/pypi/simple/', page]) {
      const answer = await get(url, { accept });
      expect(answer.headers['content-type']).toBe(type);
      expect(answer.headers.vary).toContain('accept');
    }
  });
});

test('the JSON page says all that installers choose and check by', async () => {
  const { files, ...project } = (await get(page, { accept: json })).json();
  expect(project).toEqual({
    meta: { 'api-version': '1.1' },
    name: 'org-db-client',
    versions: ['1.0.0', '1.1.0', '2.0.0'],
  });
  const metadata = {
    sha256: createHash('sha256')
      .update(wheel?.coreMetadata ?? '')
      .digest('hex'),
  };
  expect(files[2]).toEqual({
    filename: wheel?.filename,
    url: `../../files/org-db-client/${wheel?.sha256}/${wheel?.filename}`,
    hashes: { sha256: wheel?.sha256 },
    size: wheel?.bytes.length,
    'upload-time': expect.stringMatching(/Z$/),
    'requires-python': '>=3.9,<4',
    'core-metadata': metadata,
    yanked: false,
  });
});

test('the HTML page says the same, escaped', async () => {
  const { body } = await get(page);
  expect(body).toContain(
    `href="../../files/org-db-client/${wheel?.sha256}/${wheel?.filename}#sha256=${wheel?.sha256}"`,
  );
  expect(body).toContain('data-requires-python="&#62;=3.9,&#60;4"');
  expect(body).toMatch(/data-core-metadata="sha256=[0-9a-f]{64}"/);
});

test('the front page lists the projects', async () => {
  const answer = await get('/pypi/simple/', { accept: json });
  expect(answer.json().projects).toEqual([{ name: 'org-db-client' }]);
  expect((await get('/pypi/simple/')).body).toContain('<a href="org-db-client/">org-db-client</a>');
});

test.each([
  ['/pypi/simple', '/pypi/simple/'],
  ['/pypi/simple/org-db-client', page],
  ['/pypi/simple/Org_DB.client', page],
  ['/pypi/simple/Org_DB.-client/', page],
])('%s leads to %s', async (url, target) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(301);
  expect(new URL(String(answer.headers.location), `http://x${url}`).pathname).toBe(target);
});

test('a file and its metadata match their announced digests', async () => {
  const { files } = (await get(page, { accept: json })).json();
  const { url, hashes, 'core-metadata': metadata } = files[2];
  const path = new URL(url, `http://x${page}`).pathname;
  const file = await get(path);
  expect(createHash('sha256').update(file.rawPayload).digest('hex')).toBe(hashes.sha256);
  expect(file.headers['cache-control']).toContain('immutable');
  const text = await get(`${path}.metadata`);
  expect(createHash('sha256').update(text.rawPayload).digest('hex')).toBe(metadata.sha256);
});

test.each([
  `/pypi/files/org-db-client/${wheel?.sha256}/other.whl`,
  `/pypi/files/org-db-client/${'0'.repeat(64)}/${wheel?.filename}`,
  `/pypi/files/other/${wheel?.sha256}/${wheel?.filename}`,
])('%s is not there', async (url) => {
  const answer = await get(url);
  expect(answer.statusCode).toBe(404);
  expect(answer.json().code).toBe('FILE_NOT_FOUND');
  expect(answer.headers['cache-control']).toBe('no-store');
});

describe('a project that is not ours', () => {
  const upstream = 'http://upstream.test/simple/';

  test('is unknown without an upstream', async () => {
    const answer = await get('/pypi/simple/psycopg/');
    expect(answer.statusCode).toBe(404);
    expect(answer.json().code).toBe('PACKAGE_NOT_FOUND');
  });

  test('is sent on to the upstream, by its one spelling', async () => {
    await using linked = buildServer({ stores: published.stores, pypiUpstream: upstream });
    const answer = await linked.inject('/pypi/simple/psycopg/');
    expect(answer.statusCode).toBe(302);
    expect(answer.headers.location).toBe('http://upstream.test/simple/psycopg/');
  });

  test.each(['..%2fadmin', 'a%2fb', 'a%0d%0ab', '@scope', '-'])('%s is no name', async (name) => {
    await using linked = buildServer({ stores: published.stores, pypiUpstream: upstream });
    expect((await linked.inject(`/pypi/simple/${name}/`)).statusCode).toBe(400);
  });

  test('is not sent on while nothing is published, when our own names are not known yet', async () => {
    await using empty = await publishedCatalog({ versions: [] });
    await using linked = buildServer({ stores: empty.stores, pypiUpstream: upstream });
    expect((await linked.inject(page)).statusCode).toBe(404);
  });
});

test('an upload asks for a token', async () => {
  const answer = await server.inject({
    method: 'POST',
    url: '/pypi/legacy/',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    payload: '--x--',
  });
  expect(answer.statusCode).toBe(401);
  expect(answer.json().code).toBe('TOKEN_REQUIRED');
});

test('a yanked version says so in both forms of the page', async () => {
  await using another = await publishedCatalog();
  await using yanking = buildServer({ stores: another.stores });
  await another.catalog.setNotice('1.1.0', { yanked: 'It loses "rows".' });
  const asJson = await yanking.inject({ url: page, headers: { accept: json } });
  const { files } = asJson.json() as { files: { filename: string; yanked: unknown }[] };
  const reasons = files.map(({ filename, yanked }) => [filename.includes('1.1.0'), yanked]);
  expect(reasons).toContainEqual([true, 'It loses "rows".']);
  expect(reasons).toContainEqual([false, false]);
  const asHtml = await yanking.inject({ url: page, headers: { accept: 'text/html' } });
  expect(asHtml.body.match(/data-yanked="It loses &#34;rows&#34;\."/g)).toHaveLength(
    files.filter(({ yanked }) => yanked !== false).length,
  );
});

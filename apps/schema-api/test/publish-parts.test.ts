import type { PublishedArtifact } from '@schema-service/catalog';
import { expect, test } from 'vitest';
import { bundleOf, type Candidate, candidate, recordOf } from './candidate.ts';
import { npmPublication, packageOf } from './npm-publication.ts';
import { type PublishingServer, publishingServer, send } from './publishing-server.ts';
import { sampleTarball, sampleWheel } from './sample-packages.ts';

const first = candidate('1.0.0');
const npmParts = first.artifacts.filter(({ ecosystem }) => ecosystem === 'npm');
const [wheel] = first.artifacts.filter(({ ecosystem }) => ecosystem === 'pypi');

const publishNpm = (running: PublishingServer, one: PublishedArtifact, edits = {}) =>
  send(running, 'PUT', `/npm/${one.name.replace('/', '%2f')}`, {
    body: npmPublication(one, edits),
  });

async function upload(
  { server, tokens }: PublishingServer,
  one: PublishedArtifact,
  fields: Readonly<Record<string, string>> = {},
): Promise<{ status: number; json: Readonly<Record<string, unknown>> }> {
  const form = new FormData();
  const sent = {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.1',
    name: one.name,
    version: one.version,
    filetype: one.format === 'wheel' ? 'bdist_wheel' : 'sdist',
    pyversion: 'py3',
    sha256_digest: one.sha256,
    ...fields,
  };
  for (const [name, value] of Object.entries(sent)) form.set(name, value);
  form.set('content', new Blob([Buffer.from(one.bytes)]), one.filename);
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const answer = await server.inject({
    method: 'POST',
    url: '/pypi/legacy/',
    headers: {
      'content-type': request.headers.get('content-type') ?? '',
      authorization: `Basic ${Buffer.from(`__token__:${tokens.publish}`).toString('base64')}`,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  });
  return { status: answer.statusCode, json: answer.json() };
}

test('parts that come one by one are seen by nobody until the last, in any order', async () => {
  if (wheel === undefined) throw new Error('no wheel');
  await using running = await publishingServer();
  const parts = [
    ...npmParts.map((one) => () => publishNpm(running, one)),
    () => send(running, 'PUT', '/versions/1.0.0/record', { body: recordOf(first) }),
    () => upload(running, wheel),
  ];
  const seen = async () => [
    (await running.server.inject('/versions')).json().versions.length,
    (await running.server.inject('/npm/@org%2fdb-client')).statusCode,
    (await running.server.inject('/pypi/simple/org-db-client/')).statusCode,
    (await running.server.inject('/schema/1.0.0')).statusCode,
  ];
  for (const part of parts.slice(0, -1)) {
    expect(await part()).toMatchObject({ status: 202, json: { state: 'pending' } });
    expect(await seen()).toEqual([0, 404, 404, 404]);
  }
  const pending = await send(running, 'GET', '/versions/1.0.0/publication');
  expect(pending.json).toMatchObject({
    state: 'pending',
    packages: npmParts.map(({ filename }) => filename).toSorted(),
    missing: [wheel.filename],
    expiresAt: expect.any(String),
  });
  expect(await parts.at(-1)?.()).toMatchObject({ status: 201, json: { state: 'published' } });
  expect(await seen()).toEqual([1, 200, 200, 200]);
  for (const part of parts) expect((await part()).status).toBe(200);
  const unknown = await send(running, 'GET', '/versions/9.0.0/publication');
  expect(unknown.json.code).toBe('VERSION_NOT_FOUND');
});

test('a record that could never be published is refused, and uses no version up', async () => {
  await using running = await publishingServer();
  await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) });
  const put = (one: Candidate) =>
    send(running, 'PUT', `/versions/${one.release.version}/record`, { body: recordOf(one) });
  const tooSmall = candidate('1.1.0', { previous: first, fields: '  title String\n' });
  expect((await put(tooSmall)).json.code).toBe('RELEASE_BUMP_TOO_SMALL');
  const foreign = candidate('1.1.0', {
    previous: first,
    artifacts: [sampleTarball('@evil/db', '1.1.0')],
  });
  expect((await put(foreign)).json.code).toBe('PACKAGE_NAME_FOREIGN');
  expect((await put(candidate('1.1.0', { previous: first }))).status).toBe(202);
});

test('a name and version once used is never used again, staged ones included', async () => {
  if (wheel === undefined) throw new Error('no wheel');
  await using running = await publishingServer();
  const other = sampleTarball('@org/db-client', '1.0.0', { left: '1.0.0' });
  expect((await publishNpm(running, other)).status).toBe(202);
  const [client = other] = npmParts;
  const conflict = { status: 409, json: { code: 'PACKAGE_ALREADY_PUBLISHED' } };
  expect(await publishNpm(running, client)).toMatchObject(conflict);
  expect(await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) })).toMatchObject(
    conflict,
  );
  await running.test.pool.query(
    `UPDATE schema_catalog.staged_part SET staged_at = now() - interval '8 days'`,
  );
  expect(await publishNpm(running, client)).toMatchObject(conflict);
  expect((await publishNpm(running, other)).status).toBe(202);
  const { rows } = await running.test.pool.query(
    'SELECT count(*)::int FROM schema_catalog.staged_part WHERE bytes IS NOT NULL',
  );
  expect(rows).toEqual([{ count: 1 }]);
  const changed = sampleWheel('org-db-client', '1.0.0', ['six']);
  expect((await upload(running, changed)).status).toBe(202);
  const refused = await upload(running, wheel);
  expect(refused).toMatchObject({ status: 400, json: { code: 'PACKAGE_ALREADY_PUBLISHED' } });
  expect(refused.json.message).toContain('already exists');
});

test('a package that a client packed anew is the same one, and what release build made is stored', async () => {
  await using running = await publishingServer();
  const manifest = { name: '@org/db-client', version: '1.0.0', type: 'module', main: 'index.js' };
  const index = { 'package/index.js': 'export {};\n' };
  const built = packageOf('@org/db-client', '1.0.0', {
    'package/package.json': JSON.stringify(manifest),
    ...index,
  });
  const repacked = packageOf('@org/db-client', '1.0.0', {
    'package/LICENSE': 'MIT',
    ...index,
    'package/package.json': JSON.stringify(
      Object.fromEntries(Object.entries(manifest).toReversed()),
      null,
      2,
    ),
  });
  const sent = { manifest: { ...manifest } };
  const release = candidate('1.0.0', { artifacts: [{ ...built, manifest }] });
  expect((await publishNpm(running, repacked, sent)).status).toBe(202);
  const bundle = await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(release) });
  expect(bundle.status).toBe(201);
  const tarball = await running.server.inject('/npm/@org/db-client/-/db-client-1.0.0.tgz');
  expect(tarball.rawPayload.equals(Buffer.from(built.bytes))).toBe(true);
  expect((await publishNpm(running, repacked, sent)).status).toBe(200);
  const edited = packageOf('@org/db-client', '1.0.0', {
    'package/package.json': JSON.stringify(manifest),
    'package/index.js': 'export const evil = 1;\n',
  });
  expect(await publishNpm(running, edited, sent)).toMatchObject({ status: 409 });
});

test('tags, deprecations and unpublishing as npm asks for them', async () => {
  await using running = await publishingServer();
  const second = candidate('1.1.0', { previous: first });
  for (const one of [first, second]) {
    await send(running, 'PUT', `/versions/${one.release.version}`, { body: bundleOf(one) });
  }
  const at = '/npm/-/package/@org%2fdb-client/dist-tags';
  const tagged = await send(running, 'PUT', `${at}/next`, { body: '1.1.0' });
  expect(tagged.json).toEqual({ latest: '1.0.0', next: '1.1.0' });
  expect((await send(running, 'PUT', `${at}/v1`, { body: '1.1.0' })).json.code).toBe(
    'DIST_TAG_INVALID',
  );
  expect((await send(running, 'PUT', `${at}/next`, { body: '7.0.0' })).status).toBe(404);
  expect((await send(running, 'DELETE', `${at}/next`)).json).toEqual({ latest: '1.0.0' });

  const document = (await running.server.inject('/npm/@org%2fdb-client?write=true')).json();
  document.versions['1.0.0'].deprecated = 'Take 1.1.0.';
  await send(running, 'PUT', '/npm/@org%2fdb-client', { body: document });
  const said = await running.server.inject('/npm/@org%2fdb-types/1.0.0');
  expect(said.json().deprecated).toBe('Take 1.1.0.');
  document.versions['1.0.0'].deprecated = '';
  await send(running, 'PUT', '/npm/@org%2fdb-client', { body: document });
  const taken = await running.server.inject('/npm/@org%2fdb-types/1.0.0');
  expect(taken.json()).not.toHaveProperty('deprecated');

  for (const url of ['/npm/@org%2fdb-client/-rev/1', '/npm/@org%2fdb-client/-/x.tgz/-rev/1']) {
    const refused = await send(running, 'DELETE', url);
    expect(refused).toMatchObject({ status: 403, json: { code: 'UNPUBLISH_REFUSED' } });
    expect(refused.json.fix).toContain('yank');
  }
});

test('what npm would publish and should not is refused, each with its own code', async () => {
  await using running = await publishingServer();
  await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) });
  const name = '@org/db-client';
  const good = sampleTarball(name, '1.1.0');
  const inside = (manifest: object, more: Readonly<Record<string, string>> = {}) =>
    packageOf(name, '1.1.0', {
      'package/package.json': JSON.stringify({ name, version: '1.1.0', ...manifest }),
      ...more,
    });
  const codeOf = async (one: PublishedArtifact, edits: object = {}) =>
    (await publishNpm(running, one, edits)).json.code;
  const integrity = (value: string) => ({ manifest: { dist: { integrity: value } } });
  expect(await codeOf(good, integrity('sha512-AAAA'))).toBe('PACKAGE_INTEGRITY_MISMATCH');
  expect(await codeOf(good, integrity('md5-AAAA'))).toBe('PACKAGE_INTEGRITY_MISMATCH');
  expect(await codeOf(good, { manifest: { dist: { shasum: '00' } } })).toBe(
    'PACKAGE_INTEGRITY_MISMATCH',
  );
  expect(await codeOf(good, { length: 7 })).toBe('PACKAGE_LENGTH_MISMATCH');
  for (const manifest of [
    { name: '@org/db-types' },
    { version: '1.1.1' },
    { dependencies: { 'left-pad': '1.0.0' } },
    { scripts: {} },
    { bin: { evil: 'x.js' } },
  ]) {
    expect(await codeOf(good, { manifest }), JSON.stringify(manifest)).toBe(
      'PACKAGE_MANIFEST_MISMATCH',
    );
  }
  for (const attachment of ['../../evil.tgz', '@org/db-client-1.1.1.tgz', '__proto__']) {
    const code = await codeOf(good, { attachment });
    expect(['PACKAGE_ATTACHMENT_INVALID', 'REQUEST_INVALID'], attachment).toContain(code);
  }
  for (const tag of ['1.1.0', 'v1', '^1', '../x']) {
    expect(await codeOf(good, { tag }), tag).toBe('DIST_TAG_INVALID');
  }
  for (const script of ['preinstall', 'install', 'postinstall']) {
    const scripts = { [script]: 'curl evil' };
    expect(await codeOf(inside({ scripts }), { manifest: { scripts } })).toBe(
      'PACKAGE_INSTALL_SCRIPT',
    );
  }
  expect(await codeOf(inside({}, { 'package/binding.gyp': '{}' }))).toBe('PACKAGE_INSTALL_SCRIPT');
  expect(await codeOf(inside({}, { 'package/../../evil': '' }))).toBe('ARCHIVE_PATH_UNSAFE');
  expect(await codeOf(inside({}, { 'package/Package.json': '{}' }))).toBe('ARCHIVE_ENTRY_TWICE');
  expect(await codeOf(inside({}, { 'package/іndex.js': '' }))).toBe('ARCHIVE_PATH_NOT_ASCII');
  expect(await codeOf(packageOf(name, '1.1.0', { 'package/index.js': '' }))).toBe(
    'PACKAGE_MANIFEST_INVALID',
  );
  expect(await codeOf(packageOf(name, '1.1.0', { 'package/package.json': '{' }))).toBe(
    'PACKAGE_MANIFEST_INVALID',
  );
  const proto = `{"name":"${name}","version":"1.1.0","__proto__":{"admin":true}}`;
  expect(await codeOf(packageOf(name, '1.1.0', { 'package/package.json': proto }))).toBe(
    'PACKAGE_MANIFEST_INVALID',
  );
  const text = Buffer.from('no archive');
  expect(await codeOf({ ...good, bytes: text }, { manifest: { dist: {} } })).toBe(
    'ARCHIVE_UNREADABLE',
  );
  const foreign = packageOf('@evil/db-client', '1.1.0', {
    'package/package.json': JSON.stringify({ name: '@evil/db-client', version: '1.1.0' }),
  });
  expect(await codeOf(foreign)).toBe('PACKAGE_NAME_FOREIGN');
  for (const strange of ['@org/db-cliеnt', '@org/DB', '@org/..']) {
    const one = packageOf(strange, '1.1.0', {
      'package/package.json': JSON.stringify({ name: strange, version: '1.1.0' }),
    });
    const { json } = await send(running, 'PUT', `/npm/${encodeURIComponent(strange)}`, {
      body: npmPublication(one),
    });
    expect(json.code, strange).toBe('PACKAGE_NAME_INVALID');
  }
  const { json } = await send(running, 'PUT', '/npm/@org%2fdb-types', {
    body: npmPublication(good),
  });
  expect(json.code).toBe('REQUEST_INVALID');
  const large = await send(running, 'PUT', '/npm/@org%2fdb-client', {
    body: { x: 'x'.repeat(49 * 1024 * 1024) },
  });
  expect(large.status).toBe(413);
  expect(await running.test.stores.publications.pending('1.1.0')).toBeUndefined();
});

test('what twine would upload and should not is refused', async () => {
  await using running = await publishingServer();
  const good = sampleWheel('org-db-client', '1.0.0');
  const codeOf = async (one: PublishedArtifact, fields = {}) =>
    (await upload(running, one, fields)).json.code;
  expect(await codeOf(good, { sha256_digest: '00' })).toBe('PACKAGE_INTEGRITY_MISMATCH');
  expect(await codeOf(good, { md5_digest: '00' })).toBe('PACKAGE_INTEGRITY_MISMATCH');
  expect(await codeOf(good, { name: 'org-db-other' })).toBe('PACKAGE_MANIFEST_MISMATCH');
  expect(await codeOf(good, { version: '1.0.1' })).toBe('PACKAGE_MANIFEST_MISMATCH');
  expect(await codeOf(good, { filetype: 'sdist' })).toBe('PACKAGE_MANIFEST_MISMATCH');
  expect(await codeOf(good, { ':action': 'remove_pkg' })).toBe('REQUEST_INVALID');
  const renamed = { ...good, filename: 'org_db_client-1.0.1-py3-none-any.whl' };
  expect(await codeOf(renamed)).toBe('PACKAGE_MANIFEST_MISMATCH');
  expect(await codeOf({ ...good, filename: '../evil.whl' })).toBe('PACKAGE_MANIFEST_INVALID');
  const { sha256_digest } = { sha256_digest: '' };
  const none = { ...good, bytes: Buffer.from('no archive') };
  expect(await codeOf(none, { sha256_digest })).toBe('ARCHIVE_UNREADABLE');
});

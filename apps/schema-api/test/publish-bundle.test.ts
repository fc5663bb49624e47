import { createHash, generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { loggerOptions } from '../src/logging/logging.ts';
import { bundleOf, candidate, documented, recordOf } from './candidate.ts';
import { publishedCatalog } from './published-catalog.ts';
import { publishingServer, send } from './publishing-server.ts';
import { samplePackages, sampleTarball } from './sample-packages.ts';
import { testTokens } from './test-tokens.ts';

const first = candidate('1.0.0');
const second = candidate('1.1.0', { previous: first, fields: '  title String?\n' });

test('a bundle is published once, is there unchanged, and other content is refused', async () => {
  await using running = await publishingServer();
  const catalog = running.test;
  const published = await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) });
  expect(published).toMatchObject({
    status: 201,
    json: { version: '1.0.0', state: 'published', outcome: 'published', missing: [] },
  });
  expect(await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) })).toMatchObject({
    status: 200,
    json: { outcome: 'unchanged' },
  });
  const other = candidate('1.0.0', { fields: '  title String\n' });
  expect(await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(other) })).toMatchObject({
    status: 409,
    json: { code: 'RELEASE_ALREADY_PUBLISHED' },
  });
  const release = await catalog.catalog.findRelease('1.0.0');
  expect(release).toMatchObject({
    schema: first.release.schema,
    metadata: first.release.metadata,
    structure: first.release.structure,
    repeatables: first.release.repeatables,
    squash: first.release.squash,
  });
  for (const artifact of first.artifacts) {
    const { ecosystem, name, filename, bytes, language, manifest, coreMetadata } = artifact;
    expect(await catalog.catalog.readArtifact(ecosystem, name, filename)).toMatchObject({
      bytes: Buffer.from(bytes),
      summary: {
        ...(language === undefined ? {} : { language }),
        ...(manifest === undefined ? {} : { manifest }),
        ...(coreMetadata === undefined ? {} : { coreMetadata }),
      },
    });
  }
  const [entry] = await catalog.stores.audit.list({ limit: 1 });
  expect(entry).toMatchObject({ actor: 'ci', action: 'release.publish', subject: '1.0.0' });
});

test('a version whose diagram is not laid out is published, and the log says why', async () => {
  await using catalog = await publishedCatalog({ versions: [] });
  const { text } = await (await testTokens(catalog.stores)).make('ci', 'publish');
  const diagrams = { find: () => Promise.reject(new Error('no room')), keep: async () => {} };
  const { promise: logged, resolve } = Promise.withResolvers<string>();
  const stream = new Writable({
    write(chunk, _encoding, done) {
      if (String(chunk).includes('was not laid out')) resolve(String(chunk));
      done();
    },
  });
  await using server = buildServer({
    stores: { ...catalog.stores, diagrams },
    logger: loggerOptions('warn', stream),
  });
  const answer = await server.inject({
    ...{ method: 'PUT', url: '/versions/1.0.0', payload: bundleOf(first) },
    headers: { authorization: `Bearer ${text}`, 'content-type': 'application/gzip' },
  });
  expect(answer.statusCode).toBe(201);
  expect(JSON.parse(await logged)).toMatchObject({
    ...{ version: '1.0.0', err: { message: 'no room' } },
  });
});

test('nothing becomes latest by being published but the first release; tags move it', async () => {
  await using running = await publishingServer();
  const third = candidate('2.0.0', { previous: second, bump: 'major' });
  const patch = candidate('1.1.1', {
    previous: second,
    bump: 'patch',
    fields: '  title String?\n',
  });
  const preview = candidate('2.1.0-rc.0', { previous: third, bump: 'minor' });
  for (const one of [first, second, third, patch, preview]) {
    const url = `/versions/${one.release.version}`;
    expect(await send(running, 'PUT', url, { body: bundleOf(one) })).toMatchObject({ status: 201 });
    expect((await send(running, 'GET', '/tags')).json).toEqual({ tags: { latest: '1.0.0' } });
  }
  const put = (tag: string, version: string) =>
    send(running, 'PUT', `/tags/${tag}`, { body: { version } });
  expect((await put('latest', '2.0.0')).json).toEqual({ tags: { latest: '2.0.0' } });
  await put('latest-1', '1.1.1');
  expect((await put('next', '2.1.0-rc.0')).json).toEqual({
    tags: { latest: '2.0.0', 'latest-1': '1.1.1', next: '2.1.0-rc.0' },
  });
  expect(await put('next', '3.0.0')).toMatchObject({ json: { code: 'RELEASE_NOT_PUBLISHED' } });
  for (const tag of ['v1', 'x', 'X.x']) {
    expect(await put(tag, '1.0.0'), tag).toMatchObject({ json: { code: 'DIST_TAG_INVALID' } });
  }
  expect(await put('1.0.0', '1.0.0')).toMatchObject({ json: { code: 'REQUEST_INVALID' } });
  expect((await send(running, 'DELETE', '/tags/next')).json).toEqual({
    tags: { latest: '2.0.0', 'latest-1': '1.1.1' },
  });
  expect((await send(running, 'DELETE', '/tags/next')).json.code).toBe('TAG_NOT_FOUND');
  expect((await send(running, 'DELETE', '/tags/latest')).json.code).toBe('DIST_TAG_INVALID');
});

test('a release is deprecated and yanked beside itself, and both are taken back', async () => {
  await using running = await publishingServer();
  for (const one of [first, second]) {
    await send(running, 'PUT', `/versions/${one.release.version}`, { body: bundleOf(one) });
  }
  const at = '/versions/1.0.0';
  const deprecated = await send(running, 'PUT', `${at}/deprecation`, {
    body: { message: 'It is slow.', replacement: '1.1.0' },
  });
  expect(deprecated).toEqual({
    status: 200,
    json: { version: '1.0.0', deprecated: 'It is slow.', replacement: '1.1.0', yanked: null },
  });
  await send(running, 'PUT', `${at}/yank`, { body: { reason: 'It loses rows.' } });
  const client = await send(running, 'GET', '/npm/@org%2fdb-client/1.0.0');
  expect(client.json.deprecated).toBe('Withdrawn: It loses rows.');
  await send(running, 'DELETE', `${at}/yank`);
  const slow = await send(running, 'GET', '/npm/@org%2fdb-client/1.0.0');
  expect(slow.json.deprecated).toBe('It is slow. Use 1.1.0 instead.');
  expect((await send(running, 'DELETE', `${at}/deprecation`)).json).toEqual({
    version: '1.0.0',
    deprecated: null,
    replacement: null,
    yanked: null,
  });
  const unknown = { body: { message: 'x', replacement: '9.0.0' } };
  expect((await send(running, 'PUT', `${at}/deprecation`, unknown)).json.code).toBe(
    'RELEASE_NOT_PUBLISHED',
  );
});

test('who has no token, or one to read with, publishes nothing', async () => {
  await using running = await publishingServer();
  const body = bundleOf(first);
  expect(await send(running, 'PUT', '/versions/1.0.0', { body, token: '' })).toMatchObject({
    status: 401,
    json: { code: 'TOKEN_REQUIRED' },
  });
  const { read } = running.tokens;
  expect(await send(running, 'PUT', '/versions/1.0.0', { body, token: read })).toMatchObject({
    status: 403,
    json: { code: 'TOKEN_SCOPE_MISSING' },
  });
  expect((await send(running, 'GET', '/versions')).json).toMatchObject({ versions: [] });
});

test('a release is held against what it was built on, and against its own digests', async () => {
  await using running = await publishingServer();
  const refused = async (version: string, body: Buffer) =>
    (await send(running, 'PUT', `/versions/${version}`, { body })).json.code;
  expect(await refused('1.1.0', bundleOf(second))).toBe('RELEASE_PREVIOUS_UNKNOWN');
  await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) });
  const otherFirst = candidate('1.0.0', { fields: '  other String\n' });
  const stranger = candidate('1.1.0', { previous: otherFirst });
  expect(await refused('1.1.0', bundleOf(stranger))).toBe('RELEASE_CHAIN_BROKEN');
  expect(await refused('3.0.0', bundleOf(candidate('3.0.0')))).toBe('RELEASE_CHAIN_BROKEN');
  const breaking = candidate('1.1.0', { previous: first, fields: '  title String\n' });
  expect(await refused('1.1.0', bundleOf(breaking))).toBe('RELEASE_BUMP_TOO_SMALL');
  const boasting = candidate('1.1.0', { previous: first, bump: 'major' });
  expect(await refused('1.1.0', bundleOf(boasting))).toBe('RELEASE_BUMP_MISSTATED');
  expect(await refused('1.2.0', bundleOf(second))).toBe('RELEASE_CONTENT_MISMATCH');

  const { release, artifacts } = second;
  const edited = [
    { ...release, schema: `${release.schema}// more\n` },
    { ...release, changelog: 'Other words.' },
    { ...release, migrations: release.migrations.map((one) => ({ ...one, up: 'SELECT 1;' })) },
    { ...release, structure: '{}' },
    { ...release, repeatables: [{ name: 'list', sql: 'SELECT 1;' }] },
    { ...release, repeatables: [...(release.repeatables ?? []), { name: 'more', sql: '' }] },
    { ...release, squash: { script: 'SELECT 1;', record: '{}\n' } },
    { ...release, metadata: { ...release.metadata, date: '2026-05-05' } },
  ];
  for (const one of edited) {
    const code = await refused('1.1.0', bundleOf(documented(one, artifacts)));
    expect(code, JSON.stringify(one)).toBe('RELEASE_CONTENT_MISMATCH');
  }
  const lacking = { ...release, migrations: [] };
  expect(await refused('1.1.0', bundleOf(documented(lacking, artifacts)))).toBe(
    'RELEASE_BUNDLE_INVALID',
  );
  expect(await refused('1.1.0', recordOf(second))).toBe('RELEASE_INCOMPLETE');
  const swapped = { ...second, artifacts: [...samplePackages('1.1.0', ['six'])] };
  expect(await refused('1.1.0', bundleOf(swapped))).toBe('RELEASE_CONTENT_MISMATCH');
  const foreign = candidate('1.1.0', {
    previous: first,
    artifacts: [...samplePackages('1.1.0'), sampleTarball('@other/db', '1.1.0')],
  });
  expect(await refused('1.1.0', bundleOf(foreign))).toBe('PACKAGE_NAME_FOREIGN');
  const old = candidate('1.1.0', {
    previous: first,
    artifacts: [sampleTarball('@org/db-client', '1.0.9')],
  });
  expect(await refused('1.1.0', bundleOf(old))).toBe('RELEASE_CONTENT_MISMATCH');
  expect((await send(running, 'GET', '/versions')).json).toMatchObject({
    versions: [{ version: '1.0.0' }],
  });
  expect(await send(running, 'PUT', '/versions/1.1.0', { body: bundleOf(second) })).toMatchObject({
    status: 201,
  });
});

test('where there is a key, only what is signed with it is published', async () => {
  const pair = generateKeyPairSync('ed25519');
  const publicKey = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const pem = (key: typeof pair.privateKey) =>
    key.export({ format: 'pem', type: 'pkcs8' }).toString();
  await using running = await publishingServer({ releasePublicKey: publicKey });
  const other = pem(generateKeyPairSync('ed25519').privateKey);
  for (const one of [first, candidate('1.0.0', { signingKey: other })]) {
    expect(await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(one) })).toMatchObject({
      status: 422,
      json: { code: 'RELEASE_SIGNATURE_INVALID' },
    });
  }
  const body = bundleOf(candidate('1.0.0', { signingKey: pem(pair.privateKey) }));
  expect(await send(running, 'PUT', '/versions/1.0.0', { body })).toMatchObject({ status: 201 });
});

test('a body that is cut, of another digest, of another type or too long is refused', async () => {
  await using running = await publishingServer();
  const body = bundleOf(first);
  const digest = createHash('sha256').update(body).digest('base64');
  const at = '/versions/1.0.0';
  const wrong = { 'content-digest': `sha-512=:AA==:, sha-256=:${digest}:` };
  expect((await send(running, 'PUT', at, { body, headers: wrong })).json.code).toBe(
    'REQUEST_DIGEST_MISMATCH',
  );
  expect((await send(running, 'PUT', at, { body: body.subarray(0, 5_000) })).json.code).toBe(
    'ARCHIVE_UNREADABLE',
  );
  expect((await send(running, 'PUT', at, { body: { version: '1.0.0' } })).status).toBe(415);
  expect((await send(running, 'PUT', at)).status).toBe(415);
  const long = { 'content-length': `${65 * 1024 * 1024}` };
  const tooLong = await send(running, 'PUT', at, { body, headers: long }).catch(() => undefined);
  if (tooLong !== undefined) expect(tooLong.json.code).toBe('REQUEST_TOO_LARGE');
  const right = { 'repr-digest': `sha-256=:${digest}:` };
  expect((await send(running, 'PUT', at, { body, headers: right })).status).toBe(201);
});

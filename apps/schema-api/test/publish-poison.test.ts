import { expect, test } from 'vitest';
import { bundleOf, candidate, documented } from './candidate.ts';
import { packageOf } from './npm-publication.ts';
import { publishingServer, send } from './publishing-server.ts';

// What a database does not keep, and what a parser takes for ever over: each is the fault of who sends it.

const artifacts = [
  packageOf('@org/db-client', '1.0.0', {
    'package/package.json': '{"name":"@org/db-client","version":"1.0.0"}',
  }),
];
const first = candidate('1.0.0', { artifacts });

test('a release with what PostgreSQL cannot keep is refused, and is no failure', async () => {
  await using running = await publishingServer();
  const { release } = first;
  const { metadata } = release;
  const poisoned = [
    { ...release, changelog: 'NUL: \0' },
    { ...release, migrations: release.migrations.map((one) => ({ ...one, up: 'SELECT 1\0;' })) },
    { ...release, metadata: { ...metadata, previous: '\0' } },
    { ...release, metadata: { ...metadata, previous: 'latest' } },
    { ...release, metadata: { ...metadata, date: '0000-01-01' } },
    { ...release, metadata: { ...metadata, hash: '\0' } },
    { ...release, schema: 'model {' },
    { ...release, schema: `model A { id Int @id }\n${'('.repeat(20_000)}` },
  ];
  for (const one of poisoned) {
    const body = bundleOf(documented(one, artifacts));
    const answer = await send(running, 'PUT', '/versions/1.0.0', { body });
    expect(answer.status, JSON.stringify(answer.json)).toBe(422);
  }
  expect((await send(running, 'PUT', '/versions/1.0.0', { body: bundleOf(first) })).status).toBe(
    201,
  );
  for (const message of ['\0', '\ud800', 'x'.repeat(1_001), '']) {
    const at = '/versions/1.0.0/deprecation';
    expect((await send(running, 'PUT', at, { body: { message } })).status).toBe(400);
    const document = { name: '@org/db-client', versions: { '1.0.0': { deprecated: message } } };
    const npm = await send(running, 'PUT', '/npm/@org%2fdb-client', { body: document });
    expect(npm.status).toBe(message === '' ? 200 : 400);
  }
  const emoji = { body: { message: 'Done 🎉' } };
  expect((await send(running, 'PUT', '/versions/1.0.0/deprecation', emoji)).status).toBe(200);
});

test('documents that are no documents are refused, and are no failures', async () => {
  await using running = await publishingServer();
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  const bodies = [
    '[]',
    'null',
    '1',
    '"text"',
    '{',
    '{ "versions": [] }',
    '{ "versions": { "1.0.0": null } }',
    `{ "versions": { "1.0.0": ${deep} } }`,
    '{ "_attachments": 1 }',
    '{ "_attachments": { "x": {} } }',
    '{ "__proto__": { "x": 1 } }',
  ];
  for (const body of bodies) {
    const { server, tokens } = running;
    const answer = await server.inject({
      method: 'PUT',
      url: '/npm/@org%2fdb-client',
      headers: { authorization: `Bearer ${tokens.publish}`, 'content-type': 'application/json' },
      payload: body,
    });
    expect(answer.statusCode, body.slice(0, 80)).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode, answer.body).toBeLessThan(500);
  }
  for (const name of ['%00', '@org%2f%00', '@org%2f..', '%40']) {
    const answer = await send(running, 'PUT', `/npm/${name}`, { body: {} });
    expect(answer.status, name).toBeGreaterThanOrEqual(400);
    expect(answer.status, name).toBeLessThan(500);
  }
  const form = await running.server.inject({
    method: 'POST',
    url: '/pypi/legacy/',
    headers: {
      authorization: `Bearer ${running.tokens.publish}`,
      'content-type': 'multipart/form-data; boundary=x',
    },
    payload: '--x\r\nnothing',
  });
  expect(form.statusCode).toBe(400);
});

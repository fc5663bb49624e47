import { Writable } from 'node:stream';
import type { Stores } from '@schema-service/catalog';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { loggerOptions } from '../src/logging/logging.ts';

const catalog = {
  latestVersion: async () => undefined,
  findRelease: async () => undefined,
  listVersions: () => Promise.reject(new Error('postgresql://me:hunter22@h/db password=hunter23')),
};

/** A server with the API's own logger, and the lines that it wrote. */
function loggedServer(level: string) {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
  // What the routes of this test ask for.
  const stores = { catalog } as unknown as Stores;
  const server = buildServer({ stores, logger: loggerOptions(level, stream) });
  const answered = () =>
    lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
  return { server, lines, answered };
}

test('each request is one line: route, status, actor, and no path', async () => {
  const { server, answered } = loggedServer('info');
  const answer = await server.inject('/schema/9.9.9?secret=hunter22');
  await server.inject('/nothing/here');
  await server.inject('/readyz');
  await server.close();
  expect(answered()).toMatchObject([
    {
      msg: 'answered',
      reqId: answer.headers['x-request-id'],
      method: 'GET',
      route: '/schema/:version',
      durationMs: expect.any(Number),
      actor: 'anonymous',
      address: '127.0.0.1',
    },
    { route: 'none', status: 404 },
  ]);
  expect(JSON.stringify(answered())).not.toMatch(/hunter22|nothing/);
});

test('probes are logged at debug, and where they fail', async () => {
  const { server, answered } = loggedServer('debug');
  await server.inject('/healthz');
  server.drain.begin();
  await server.inject('/readyz');
  await server.close();
  expect(answered()).toMatchObject([
    { level: 20, route: '/healthz', status: 200 },
    { level: 30, route: '/readyz', status: 503 },
  ]);
});

test.each([
  ['well formed', 'req-1234.5_6', true],
  ['short', 'abc', false],
  ['long', 'a'.repeat(129), false],
  ['of other characters', 'abcdefgh"<script>', false],
  ['with a space', 'abcd efgh', false],
])('a request id that is %s is taken: %s', async (_what, id, isTaken) => {
  const { server } = loggedServer('silent');
  const { headers } = await server.inject({ url: '/healthz', headers: { 'x-request-id': id } });
  await server.close();
  if (isTaken) expect(headers['x-request-id']).toBe(id);
  else expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
});

test.each([
  ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
  ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
  ['4bf92f3577b34da6a3ce929d0e0e4736', undefined],
])('traceparent %s is the trace %s in the log', async (traceparent, traceId) => {
  const { server, answered } = loggedServer('info');
  await server.inject({ url: '/openapi.json', headers: { traceparent } });
  await server.close();
  expect(answered()[0]?.traceId).toBe(traceId);
});

test('no secret is in a line, wherever it stood', async () => {
  const { server, lines } = loggedServer('trace');
  await server.inject('/versions');
  await server.inject({ url: '/versions', headers: { authorization: 'Bearer hunter24' } });
  server.log.info({ url: 'postgresql://me:hunter22@h/db', inner: { password: 'hunter25' } }, 'x');
  server.log.warn('could not reach postgresql://me:hunter22@h/db');
  await server.close();
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.join('\n')).not.toContain('hunter');
  expect(lines.join('\n')).toContain('postgresql://me:***@h/db');
});

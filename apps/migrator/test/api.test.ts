import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve } from '@schema-service/vitest-config/serve';
import { expect, test } from 'vitest';
import { parseCommand } from '../src/parse-command.ts';
import { runApp } from './run-app.ts';

/** What a Schema API answers, by method and path. The real one is asked in the suite of `apps/schema-api`. */
type Answers = Readonly<
  Record<string, (request: IncomingMessage, response: ServerResponse, body: string) => void>
>;

interface FakeApi extends AsyncDisposable {
  readonly url: string;
  readonly asked: string[];
}

async function fakeApi(answers: Answers): Promise<FakeApi> {
  const asked: string[] = [];
  const served = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const key = `${request.method} ${request.url}`;
    asked.push(
      [key, request.headers['last-event-id'], request.headers.authorization, body]
        .filter(Boolean)
        .join(' '),
    );
    const answer = answers[key];
    if (answer) answer(request, response, body);
    else response.writeHead(404).end('{"code":"ROUTE_NOT_FOUND","message":"not here"}');
  });
  return { ...served, asked };
}

const json =
  (value: unknown, status = 200) =>
  (_: unknown, response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };

const run = { id: '7', environment: 'shop', direction: 'up', status: 'running', plan: null };
const step = { migration: '001_a', version: '1.0.0', direction: 'up', position: 1, total: 1 };
const planned = {
  ...{ kind: 'planned', direction: 'up', currentVersion: null, targetVersion: '1.0.0' },
  migrations: [
    { migration: '001_a', version: '1.0.0', checksum: 'x', transactional: true, statements: 1 },
  ],
};
const result = { fromVersion: null, toVersion: '1.0.0', migrations: [{ ...step, durationMs: 3 }] };
const sse = (seq: number, event: object): string =>
  `id: ${seq}\nevent: x\ndata: ${JSON.stringify({ seq, event })}\n\n`;

test('up at a Schema API: the same words, the events as they come, behind a connection that breaks', async () => {
  let connections = 0;
  await using api = await fakeApi({
    'POST /environments/shop/runs': json(run, 202),
    'GET /runs/7/events': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      connections += 1;
      if (connections === 1) {
        response.write(`retry: 1000\n\n${sse(1, { kind: 'runStarted' })}${sse(2, planned)}`);
        setTimeout(() => response.destroy(), 50);
        return;
      }
      response.end(
        sse(3, { kind: 'migrationStarted', ...step }) +
          sse(4, { kind: 'migrationApplied', durationMs: 3, ...step }) +
          sse(5, { kind: 'runEnded', status: 'success', result }),
      );
    },
  });
  const done = await runApp(['up', '--api', api.url, '--env', 'shop', '--to', '1.0.0'], {
    SCHEMA_API_TOKEN: 'a-token',
  });
  expect(done).toMatchObject({ code: 0, stdout: '1 migration run, the database is at 1.0.0\n' });
  expect(done.stderr).toContain('from nothing to 1.0.0: 1 migration\n');
  expect(done.stderr).toContain('[1/1] applied 1.0.0/001_a (3 ms)\n');
  expect(api.asked).toEqual([
    'POST /environments/shop/runs Bearer a-token {"direction":"up","to":"1.0.0","options":{}}',
    'GET /runs/7/events 0 Bearer a-token',
    'GET /runs/7/events 2 Bearer a-token',
  ]);
});

test('a run that fails ends with its error, and drift with 3', async () => {
  const error = { code: 'MIGRATION_DRIFT', message: 'not what it says' };
  await using api = await fakeApi({
    'GET /runs/7': json(run),
    'GET /runs/7/events': (_, response) =>
      response.end(sse(1, { kind: 'runEnded', status: 'failed', error })),
  });
  const args = ['wait', '--api', api.url, '--env', 'shop', '--run', '7', '--json'];
  const done = await runApp(args);
  expect(done.code).toBe(3);
  expect(JSON.parse(done.stdout)).toEqual({ kind: 'error', ...error });
});

test('batches are paused there, and go on', async () => {
  const pause = { since: '2026-11-28T23:04:48.129Z', pausedBy: 'deployer', note: 'sale' };
  await using api = await fakeApi({
    'POST /environments/shop/pause': json({ pause, changed: true }),
    'POST /environments/shop/resume': json({ pause: null, changed: false }),
  });
  const at = ['--api', api.url, '--env', 'shop'];
  const paused = await runApp(['pause', '--note', 'sale', ...at, '--json']);
  expect(JSON.parse(paused.stdout)).toEqual({ kind: 'pauseResult', pause, changed: true });
  expect(await runApp(['resume', ...at])).toMatchObject({
    code: 0,
    stdout: 'batches are not paused, as before\n',
  });
  expect(api.asked).toEqual([
    'POST /environments/shop/pause {"note":"sale"}',
    'POST /environments/shop/resume {}',
  ]);
});

const plan = (direction: string, steps: readonly object[] = []) => ({
  digest: 'd1',
  report: {
    ...{ kind: 'planReport', direction, currentVersion: '2.0.0', targetVersion: '1.0.0', steps },
    ...{ losses: [], editedDowns: [] },
  },
});
const ended = (end: object) => (_: unknown, response: ServerResponse) =>
  response.end(sse(1, { kind: 'runEnded', ...end }));

test('a contract there says who is in the way, and an abandon runs the plan that was found', async () => {
  const error = {
    code: 'MIGRATION_VERSION_IN_USE',
    message: '1.0.0 is in use.\n1.0.0: web (node) said hello at 2026-11-29T09:37:24.551Z',
  };
  await using api = await fakeApi({
    'POST /environments/shop/runs': json({ ...run, direction: 'contract' }, 202),
    'GET /runs/7/events': ended({ status: 'failed', error }),
    'GET /environments/shop/plan?direction=contract&version=1.0.0&quietMs=86400000': json(
      plan('up'),
    ),
    'GET /environments/shop/plan?direction=abandon&version=2.0.0': json(plan('down')),
  });
  const at = ['--api', api.url, '--env', 'shop'];
  const ending = ['contract', '1.0.0', '--quiet', '1d'];
  expect(await runApp([...ending, '--brownout', '10min', ...at])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('1.0.0: web (node) said hello at 2026-11-29'),
  });
  expect((await runApp([...ending, '--dry-run', ...at])).code).toBe(0);
  expect((await runApp(['abandon', '2.0.0', ...at])).code).toBe(1);
  expect((await runApp(['abandon', '2.0.0', '--yes', '--allow-data-loss', ...at])).code).toBe(1);
  expect(api.asked).toEqual([
    'POST /environments/shop/runs {"direction":"contract","version":"1.0.0","options":{"quietMs":86400000,"brownoutMs":600000}}',
    'GET /runs/7/events 0',
    'GET /environments/shop/plan?direction=contract&version=1.0.0&quietMs=86400000',
    'GET /environments/shop/plan?direction=abandon&version=2.0.0',
    'POST /environments/shop/runs {"direction":"abandon","version":"2.0.0","options":{},"plan":"d1"}',
    'GET /runs/7/events 0',
    'POST /environments/shop/runs {"direction":"abandon","version":"2.0.0","options":{"allowDataLoss":true}}',
    'GET /runs/7/events 0',
  ]);
});

test('a version gets its schema there by what was found, and where it has one nothing is started', async () => {
  const report = { kind: 'adoptResult', version: '1.0.0', schema: 'db_1_0_0' };
  const found = { digest: 'd1', report: { ...report, statements: ['CREATE SCHEMA "db_1_0_0"'] } };
  await using api = await fakeApi({
    'GET /environments/shop/plan?direction=adopt': json(found),
    'GET /environments/shop/plan?direction=adopt&allowDrift=true': json({
      digest: 'd2',
      report: { ...report, statements: [] },
    }),
    'POST /environments/shop/runs': json({ ...run, direction: 'adopt' }, 202),
    'GET /runs/7/events': ended({ status: 'success', result }),
  });
  const at = ['--api', api.url, '--env', 'shop'];
  expect((await runApp(['adopt', '--dry-run', ...at])).stdout).toBe('CREATE SCHEMA "db_1_0_0";\n');
  expect(await runApp(['adopt', ...at])).toMatchObject({
    code: 0,
    stdout: '1.0.0 has db_1_0_0 now: clients that connect work there\n',
  });
  expect((await runApp(['adopt', '--allow-drift', ...at])).stdout).toBe(
    '1.0.0 has db_1_0_0 already\n',
  );
  expect(api.asked.filter((line) => line.startsWith('POST'))).toEqual([
    'POST /environments/shop/runs {"direction":"adopt","options":{},"plan":"d1"}',
  ]);
});

test('a refusal of the API is told in its words; nobody there is told too', async () => {
  const refusal = { code: 'RUN_IN_PROGRESS', message: 'A run is under way.', meta: { run: '6' } };
  const api = await fakeApi({ 'POST /environments/shop/runs': json(refusal, 409) });
  const args = ['up', '--api', api.url, '--env', 'shop'];
  expect(await runApp(args)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error RUN_IN_PROGRESS: A run is under way.'),
  });
  await api[Symbol.asyncDispose]();
  expect((await runApp(args)).stderr).toContain('error API_UNREACHABLE: Nothing answers at');
});

test.each([
  [['up', '--api', 'ftp://x', '--env', 'a'], 'no http or https'],
  [['up', '--api', 'http://x'], '--api takes one environment'],
  [['up', '--api', 'http://x', '--env', 'a', '--env', 'b'], '--api takes one environment'],
  [['up', '--api', 'http://x', '--env', 'a', '--dir', 'm'], 'up takes no --dir with --api'],
  [['verify', '--api', 'http://x', '--env', 'a'], 'verify does not go through a Schema API'],
  [['down', '--api', 'http://x', '--env', 'a'], 'down needs a version'],
  [['contract', '--api', 'http://x', '--env', 'a'], 'contract needs a version'],
  [['abandon', '1.0.0', '--api', 'http://x', '--env', 'a', '--brownout', '1m'], 'takes no --brow'],
  [['wait', '--env', 'a'], 'What is to be waited for?'],
])('%j is refused', (args, message) => {
  expect(() => parseCommand(args, {})).toThrow(message);
});

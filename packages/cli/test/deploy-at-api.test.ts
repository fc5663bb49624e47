import { fileURLToPath } from 'node:url';
import { serve } from '@schema-service/vitest-config/serve';
import { expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a Schema API answers: `a` moves, `b` fails. The real one is asked in the suite of `apps/schema-api`. */
async function fakeApi() {
  const asked: string[] = [];
  const served = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(`${request.method} ${request.url} ${request.headers.authorization} ${body}`);
    const [, , name = ''] = request.url?.split('/') ?? [];
    if (request.method === 'POST') {
      const run = { id: name, environment: name, direction: 'up', status: 'running', plan: null };
      response.writeHead(202).end(JSON.stringify(run));
      return;
    }
    const result = { fromVersion: '1.0.0', toVersion: '1.1.0', migrations: [{}] };
    const error = { code: 'MIGRATION_FAILED', message: 'it broke' };
    const event =
      name === 'b'
        ? { kind: 'runEnded', status: 'failed', error }
        : { kind: 'runEnded', status: 'success', result };
    response.end(
      `id: 1\ndata: {"event":{"kind":"runWaiting","for":"approval"}}\n\nid: 2\ndata: ${JSON.stringify({ event })}\n\n`,
    );
  });
  return { ...served, asked };
}

test('environments of a Schema API are moved there, in order, until one fails', async () => {
  await using api = await fakeApi();
  const done = await runCli(
    ROOT,
    ['release', 'deploy', '1.1.0', '--env', 'a,b,c', '--api', api.url],
    { env: { SCHEMA_API_TOKEN: 'a-token' } },
  );
  expect(done.code).toBe(1);
  expect(done.stderr).toContain('a: 1 migration run, at 1.1.0.');
  expect(done.stderr).toContain('MIGRATION_FAILED: it broke');
  expect(done.stderr).toContain('Run a in a waits for an approval.');
  expect(done.stderr).toContain(`schema-migrator status --env b --api ${api.url}`);
  expect(done.stderr).toContain(`schema-migrator down --to 1.0.0 --env a --api ${api.url}`);
  expect(done.stderr).toContain('Not begun: c.');
  expect(api.asked[0]).toBe(
    'POST /environments/a/runs Bearer a-token {"direction":"up","to":"1.1.0"}',
  );
});

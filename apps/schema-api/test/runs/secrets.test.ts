import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConnection } from '../../src/environments/connection-reference.ts';
import { readEnvironmentsFile } from '../../src/environments/environment-config.ts';
import { runService } from './run-service.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'environments-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function environments(content: unknown) {
  const file = join(folder, 'environments.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return readEnvironmentsFile(file);
}

test('a connection is read from a variable, a file or a command, when it is needed', async () => {
  const url = 'postgresql://me:very-hidden@db.example.org/shop';
  writeFileSync(join(folder, 'url'), `${url}\n`);
  process.env.A_SHOP_URL = url;
  const all = environments({
    ledgerSchema: 'shop_migrations',
    environments: {
      variable: { connection: { variable: 'A_SHOP_URL' } },
      old: { url: 'env:A_SHOP_URL', ledgerSchema: 'other' },
      file: { connection: { file: join(folder, 'url') } },
      command: { connection: { command: ['cat', join(folder, 'url')] }, group: 'eu' },
    },
  });
  for (const { name, connection } of all.values()) {
    expect(await readConnection(name, connection), name).toBe(url);
  }
  expect([...all.keys()]).toEqual(['command', 'file', 'old', 'variable']);
  expect(all.get('old')?.migrator).toEqual({ ledgerSchema: 'other' });
  expect(all.get('file')?.migrator).toEqual({ ledgerSchema: 'shop_migrations' });
});

test.each([
  ['{"environments": {"a": {"url": "postgresql://me:hidden@h/d"', 'It is not valid JSON.'],
  [{ environments: { a: { url: 'postgresql://me:hidden@h/d' } } }, 'no connection by reference'],
  [
    { environments: { a: { connection: { url: 'postgresql://me:hidden@h/d' } } } },
    '/environments/a',
  ],
  [{ environments: { a: { connection: { variable: 'X' }, polcy: {} } } }, '/environments/a'],
  [
    {
      environments: {
        a: {
          connection: { variable: 'X' },
          policy: { windows: [{ from: '1:00', to: '02:00', timeZone: 'UTC' }] },
        },
      },
    },
    'windows/0/from',
  ],
])('a file that is wrong is refused whole, and nothing of it is told (%#)', (content, why) => {
  let refusal: unknown;
  try {
    environments(content);
  } catch (error) {
    refusal = error;
  }
  expect(refusal).toMatchObject({ code: 'CONFIG_INVALID', why: expect.stringContaining(why) });
  expect(JSON.stringify(refusal)).not.toContain('hidden');
});

test('where an environment is, nobody is told: not by answers, events, tables or refusals', async () => {
  await using service = await runService();
  await service.worker();
  const variable = Object.keys(process.env).find((name) => process.env[name] === service.shopUrl);
  const url = new URL(service.shopUrl);
  const { id } = (await service.start({ to: '1.0.0' })).body;
  await service.until(id, 'success');
  // Nobody of that name is let in, and nothing listens at port 1.
  const answers: unknown[] = [];
  for (const broken of [
    Object.assign(new URL(url), { username: 'somebody-else', password: 'very-secret' }).href,
    Object.assign(new URL(url), { port: '1', password: 'very-secret' }).href,
    'postgres:/no/url?password=very-secret',
  ]) {
    process.env[variable ?? ''] = broken;
    answers.push(await service.ask('/environments/shop'), await service.start());
  }
  expect(answers).toEqual(
    answers.map(() => ({
      status: 503,
      body: expect.objectContaining({ code: expect.stringMatching(/^ENVIRONMENT_/) }),
    })),
  );
  process.env[variable ?? ''] = service.shopUrl;
  const later = (await service.start({ to: '1.1.0' })).body;
  answers.push(later);
  for (const path of ['/environments', '/environments/shop', '/runs', `/runs/${id}/events`]) {
    answers.push(await service.ask(path));
  }
  const { rows } = await service.pool.query(`
    SELECT row_to_json(r)::text AS row FROM schema_catalog.run r
    UNION ALL SELECT row_to_json(e)::text FROM schema_catalog.run_event e
    UNION ALL SELECT row_to_json(a)::text FROM schema_catalog.audit a
    UNION ALL SELECT row_to_json(e)::text FROM schema_catalog.event e
    UNION ALL SELECT row_to_json(j)::text FROM schema_queue.job j`);
  const text = JSON.stringify([answers, rows]);
  expect(rows.length).toBeGreaterThan(5);
  for (const secret of [service.shopUrl, 'very-secret', 'somebody-else', url.pathname.slice(1)]) {
    expect(text).not.toContain(secret);
  }
});

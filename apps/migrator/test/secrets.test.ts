import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runApp } from './run-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrets-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const SECRET = 'hunter22';

/** Each is one word of the command line, too. */
const ADDRESSES = [
  `postgresql://u:${SECRET}@127.0.0.1:1/shop`,
  ` postgresql://u:${SECRET}@127.0.0.1:1/shop`,
  `"postgresql://u:${SECRET}@127.0.0.1:1/shop"`,
  `postgresql://u:p@${SECRET}/w#rd@127.0.0.1:1/shop`,
  `postgresql://u:${SECRET}@127.0.0.1:1/shop?work_mem=1MB`,
  `postgresql://u:${SECRET}@127.0.0.1:1,127.0.0.1:2/shop`,
  `postgresql://u@127.0.0.1:1/shop?passfile=/nowhere&sslpassword=${SECRET}`,
  `u:${SECRET}@127.0.0.1:1,127.0.0.1:2/shop`,
  `//u:${SECRET}@127.0.0.1:1/shop`,
  `u:${SECRET}@127.0.0.1:1`,
  `u:${SECRET}@127.0.0.1`,
  ` host=127.0.0.1 password=${SECRET}`,
  `jdbc:postgresql://127.0.0.1:1/shop?user=u&password=${SECRET}&ssl=true`,
  `'u:${SECRET}@127.0.0.1:1/shop'`,
  `postgresql://127.0.0.1:1/shop?user=u&password=${SECRET}`,
  `jdbc:postgresql://u:${SECRET}@127.0.0.1:1/shop?password=${SECRET}`,
  `host=127.0.0.1 port=1 password='it\\'s ${SECRET}' dbname=shop`,
  `u:${SECRET}@127.0.0.1:1/shop`,
];

test.each(ADDRESSES)('%s: no way in and no way out tells the password', async (address) => {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ environments: { eu: { url: address } } }));
  const runs = await Promise.all([
    runApp(['history', '--json', '--database-url', address]),
    runApp(['history', '--json', '--env', 'eu', '--config', config]),
    runApp(['history', address]),
    runApp([address]),
    runApp(['history', `--${address}`]),
  ]);
  for (const { code, stdout, stderr } of runs) {
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^error [A-Z_]+: /);
    expect(stdout + stderr).not.toContain(SECRET);
  }
  const record = JSON.parse(runs[0]?.stdout ?? '') as Record<string, unknown>;
  expect(record).toMatchObject({ kind: 'error', code: expect.stringMatching(/^DATABASE_/) });
});

test('host, port and database are told', async () => {
  const run = await runApp(['history', '--json', '--database-url', ADDRESSES[0] ?? '']);
  expect(JSON.parse(run.stdout)).toMatchObject({
    message: 'No connection to the database "shop" on 127.0.0.1:1.',
    meta: { host: '127.0.0.1', port: 1, database: 'shop' },
  });
});

test.each([
  [
    'the option',
    ['--database-url', 'postgresql://h/db?role=app'],
    '--database-url has the parameter role,',
  ],
  ['the environment', ['--env', 'eu'], 'The URL of the environment eu has the parameter role,'],
])('a parameter is refused by its name and that of %s', async (_where, args, message) => {
  const config = join(folder, 'config.json');
  const environments = { eu: { url: 'postgresql://h/db?role=app' } };
  writeFileSync(config, JSON.stringify({ environments }));
  const given = args.includes('--env') ? [...args, '--config', config] : args;
  const run = await runApp(['history', ...given]);
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain(`error DATABASE_URL_PARAMETER_REFUSED: ${message}`);
  expect(run.stderr).toContain('options=-c%20role%3Dapp');
});

test('a config file that is no JSON is not quoted', async () => {
  const config = join(folder, 'config.json');
  writeFileSync(config, `{"environments":{"eu":{"url":x"postgresql://u:${SECRET}@h/db"}}}`);
  const run = await runApp(['history', '--env', 'eu', '--config', config]);
  expect(run.code).toBe(2);
  expect(run.stderr).toContain('It is not valid JSON');
  expect(run.stderr).not.toContain(SECRET);
});

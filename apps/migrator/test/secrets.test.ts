import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorRecord, formatError } from '@schema-service/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jsonLine } from '../src/json-line.ts';
import { parseCommand } from '../src/parse-command.ts';
import { runCommand } from '../src/run-command.ts';
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
  `host=127.0.0.1 port=1 password=it\\'s\\ ;"&${SECRET} dbname=shop`,
  `host=127.0.0.1 port=1 password=a ${SECRET}=b`,
  `u:${SECRET}@127.0.0.1:1/shop`,
];

/** All that is told of the failure, by the command as text and as `--json`. */
async function failureOf(args: readonly string[]): Promise<string> {
  const error: unknown = await Promise.resolve()
    .then(() => runCommand(parseCommand(args, {})))
    .catch((thrown: unknown) => thrown);
  expect(errorRecord(error)).toMatchObject({ kind: 'error', code: expect.any(String) });
  return `${formatError(error)}\n${jsonLine(errorRecord(error))}`;
}

test.each(ADDRESSES)('%s: no way in and no way out tells the password', async (address) => {
  const config = join(folder, 'config.json');
  writeFileSync(config, JSON.stringify({ environments: { eu: { url: address } } }));
  const connecting = [
    ['history', '--database-url', address],
    ['history', '--env', 'eu', '--config', config],
  ];
  for (const args of connecting) expect(await failureOf(args)).toMatch(/^error DATABASE_[A-Z_]+: /);
  for (const args of [
    ...connecting,
    ['history', address],
    [address],
    ['history', `--${address}`],
  ]) {
    expect(await failureOf(args)).not.toContain(SECRET);
  }
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

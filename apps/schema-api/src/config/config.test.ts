import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { accessOf } from '../tokens/access.ts';
import { readConfig } from './config.ts';
import { configTable, configText, helpText } from './config-help.ts';
import { configVariables } from './config-variables.ts';

const publisher = {
  name: 'ci',
  issuer: 'https://ci.example.org',
  audience: 'schema-api',
  claims: { repository: 'org/schema' },
  scopes: ['publish'],
};
const databaseUrl = 'postgresql://me:hidden@127.0.0.1/db';
const readme = join(import.meta.dirname, '..', '..', 'README.md');

test('a database is all that must be said', () => {
  expect(readConfig({ DATABASE_URL: databaseUrl, PUBLIC_URL: '' })).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl,
    logLevel: 'info',
    rateLimit: 6000,
    loginRateLimit: 30,
    requestTimeout: 120_000,
    maxConnections: 10_000,
    shutdownDelay: 0,
    shutdownTimeout: 20_000,
  });
});

test('everything can be said', () => {
  const env = {
    DATABASE_URL: databaseUrl,
    HOST: '0.0.0.0',
    PORT: '80',
    LOG_LEVEL: 'warn',
    SHUTDOWN_DELAY: '5',
    SHUTDOWN_TIMEOUT: '2.5',
    PUBLIC_URL: 'https://schemas.test',
    PYPI_UPSTREAM: 'https://index.test/simple',
    PACKAGE_SCOPE: '@org',
    READ_ACCESS: 'open',
    RATE_LIMIT: 'off',
    LOGIN_RATE_LIMIT: '5',
    WEBHOOK_KEY: Buffer.alloc(32, 1).toString('base64'),
    WEBHOOK_ALLOW_HTTP: 'true',
    WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1/32, fd00::/8',
    ADMIN_TOKEN: 'given-secret-of-more-than-32-characters',
    TRUSTED_PUBLISHERS: JSON.stringify([publisher]),
  };
  expect(readConfig(env)).toMatchObject({
    host: '0.0.0.0',
    port: 80,
    databaseUrl,
    logLevel: 'warn',
    shutdownDelay: 5_000,
    shutdownTimeout: 2_500,
    publicUrl: 'https://schemas.test',
    pypiUpstream: 'https://index.test/simple',
    packageScope: '@org',
    readAccess: 'open',
    rateLimit: 'off',
    loginRateLimit: 5,
    webhookKey: Buffer.alloc(32, 1),
    webhookAllowHttp: true,
    webhookAllowedAddresses: ['127.0.0.1/32', 'fd00::/8'],
    adminToken: env.ADMIN_TOKEN,
    trustedPublishers: [{ ...publisher, algorithms: expect.arrayContaining(['RS256']) }],
  });
});

test.each([
  ['127.0.0.1', 'open'],
  ['localhost', 'open'],
  ['::1', 'open'],
  ['0.0.0.0', 'token'],
  ['::', 'token'],
  ['10.0.0.7', 'token'],
  ['127.0.0.1.example.org', 'token'],
])('reading on %s is %s, unless it is said', (HOST, expected) => {
  const access = (env: object) =>
    accessOf(readConfig({ DATABASE_URL: databaseUrl, HOST, ...env })).readAccess;
  expect(access({})).toBe(expected);
  for (const said of ['open', 'token']) expect(access({ READ_ACCESS: said })).toBe(said);
});

test.each([
  ['DATABASE_URL', undefined],
  ['DATABASE_URL', 'mysql://me:hidden@127.0.0.1/db'],
  ['DATABASE_URL', '"postgresql://me:hidden@127.0.0.1/db"'],
  ['DATABASE_URL', 'postgresql://me:p@hidden@127.0.0.1/db'],
  ['DATABASE_URL', 'host=127.0.0.1 passwort=hidden'],
  ['HOST', 'http://127.0.0.1'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '4000x'],
  ['LOG_LEVEL', 'loud'],
  ['ARTIFACT_STORE', 's3'],
  ['ARTIFACT_STORE', 's3://Bucket_/'],
  ['ARTIFACT_STORE', 's3://key:hidden@bucket/'],
  ['ARTIFACT_STORE', 's3://bucket/?enpoint=http://h'],
  ['ARTIFACT_STORE', 's3://bucket/?endpoint=h:9000'],
  ['SHUTDOWN_DELAY', '301'],
  ['SHUTDOWN_TIMEOUT', '10s'],
  ['PUBLIC_URL', 'schemas.test'],
  ['PYPI_UPSTREAM', 'file:///wheels'],
  ['READ_ACCESS', 'yes'],
  ['RATE_LIMIT', '0'],
  ['LOGIN_RATE_LIMIT', 'many'],
  ['REQUEST_TIMEOUT', '0'],
  ['REQUEST_TIMEOUT', '3601'],
  ['MAX_CONNECTIONS', '-1'],
  ['PACKAGE_SCOPE', 'org'],
  ['RELEASE_PUBLIC_KEY', 'AAAA'],
  ['ADMIN_TOKEN', 'hidden'],
  ['ADMIN_TOKEN', `hidden ${'x'.repeat(40)}`],
  ['TRUSTED_PUBLISHERS', '/nowhere/publishers.json'],
  ['TRUSTED_PUBLISHERS', '[{'],
  ['TRUSTED_PUBLISHERS', '[{}]'],
  ['TRUSTED_PUBLISHERS', JSON.stringify([publisher, publisher])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, issuer: 'http://ci.example.org' }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, jwksUri: 'http://ci.example.org' }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, claims: {} }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, claims: { repository: '**' } }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, claims: { repository: 1 } }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, scopes: ['admin'] }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, scopes: ['root'] }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, algorithms: ['HS256'] }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, algorithms: ['none'] }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, audience: '' }])],
  ['TRUSTED_PUBLISHERS', JSON.stringify([{ ...publisher, audiance: 'x' }])],
])('%s=%s is refused by name', (name, value) => {
  const read = () => readConfig({ DATABASE_URL: databaseUrl, [name]: value });
  const problem = { name, message: expect.stringContaining(name), expected: expect.any(String) };
  expect(read).toThrow(
    expect.objectContaining({ code: 'CONFIG_INVALID', meta: { problems: [problem] } }),
  );
  expect(read).not.toThrow(/hidden/);
});

test('everything that is wrong is said at once', () => {
  const read = () => readConfig({ PORT: 'http', LOG_LEVEL: 'loud' });
  expect(read).toThrow(
    expect.objectContaining({
      message: [
        '3 variables are wrong.',
        '  DATABASE_URL is missing. Expected: the URL of a PostgreSQL database, e.g. postgresql://user:password@127.0.0.1:5432/db.',
        '  PORT cannot be "http". Expected: a port number from 0 to 65535.',
        '  LOG_LEVEL cannot be "loud". Expected: one of trace, debug, info, warn, error, fatal, silent.',
      ].join('\n'),
    }),
  );
});

test('a parameter of the database that would not be heeded is refused by its name', () => {
  const read = () => readConfig({ DATABASE_URL: `${databaseUrl}?role=app` });
  expect(read).toThrow(/DATABASE_URL has the parameter role,.*-c%20role%3Dapp/);
});

test.each([
  ['postgres', { kind: 'postgres' }],
  ['s3://schemas', { kind: 's3', bucket: 'schemas', prefix: '' }],
  [
    's3://schemas/a/b/?endpoint=http://127.0.0.1:9000&region=eu-1',
    {
      kind: 's3',
      bucket: 'schemas',
      prefix: 'a/b/',
      endpoint: 'http://127.0.0.1:9000',
      region: 'eu-1',
    },
  ],
])('ARTIFACT_STORE=%s', (text, artifactStore) => {
  const read = readConfig({ DATABASE_URL: databaseUrl, ARTIFACT_STORE: text });
  expect(read.artifactStore).toEqual(artifactStore);
});

test('a secret may be in a file, and in one place only', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'url');
  writeFileSync(file, `${databaseUrl}\n`);
  expect(readConfig({ DATABASE_URL_FILE: file })).toMatchObject({ databaseUrl });
  expect(configText({ DATABASE_URL_FILE: file })).toContain(`from the file ${file}`);
  expect(() => readConfig({ DATABASE_URL_FILE: file, DATABASE_URL: databaseUrl })).toThrow(
    'DATABASE_URL and DATABASE_URL_FILE are both set',
  );
  expect(() => readConfig({ DATABASE_URL_FILE: join(folder, 'none') })).toThrow(
    /DATABASE_URL_FILE cannot be read: ENOENT/,
  );
  writeFileSync(file, '\n');
  expect(() => readConfig({ DATABASE_URL_FILE: file })).toThrow(/names an empty file/);
});

test('what counts is told without a secret', () => {
  const text = configText({ DATABASE_URL: databaseUrl, PORT: '80' });
  expect(text).toMatch(/^DATABASE_URL +set\n/);
  expect(text).toMatch(/^PORT +80\nHOST +127\.0\.0\.1 \(default\)\n/m);
  expect(text).not.toContain('hidden');
});

test('every default is a value that is taken', () => {
  for (const { name, default: text, read } of Object.values(configVariables)) {
    if (text !== undefined) expect(read(text), name).toBeDefined();
  }
});

test('the help and the README have every variable', async () => {
  for (const { name } of Object.values(configVariables)) expect(helpText()).toContain(`  ${name}`);
  // `vitest run src/config/config.test.ts -u` writes the table anew.
  const text = readFileSync(readme, 'utf8');
  await expect(text.replace(/^\| Variable +\|[\s\S]*?(?=\n\n)/m, configTable)).toMatchFileSnapshot(
    readme,
  );
});

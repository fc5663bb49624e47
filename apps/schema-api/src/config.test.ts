import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const databaseUrl = 'postgresql://me:hidden@127.0.0.1/db';

test('a database is all that must be said', () => {
  expect(readConfig({ DATABASE_URL: databaseUrl, PUBLIC_URL: '' })).toEqual({
    host: '127.0.0.1',
    port: 4000,
    databaseUrl,
    logLevel: 'info',
  });
});

test('everything can be said', () => {
  const env = {
    DATABASE_URL: databaseUrl,
    HOST: '0.0.0.0',
    PORT: '80',
    LOG_LEVEL: 'warn',
    PUBLIC_URL: 'https://schemas.test',
    PYPI_UPSTREAM: 'https://index.test/simple',
  };
  expect(readConfig(env)).toEqual({
    host: '0.0.0.0',
    port: 80,
    databaseUrl,
    logLevel: 'warn',
    publicUrl: 'https://schemas.test',
    pypiUpstream: 'https://index.test/simple',
  });
});

test.each([
  ['DATABASE_URL', undefined],
  ['DATABASE_URL', 'mysql://me:hidden@127.0.0.1/db'],
  ['DATABASE_URL', '"postgresql://me:hidden@127.0.0.1/db"'],
  ['DATABASE_URL', 'postgresql://me:p@hidden@127.0.0.1/db'],
  ['DATABASE_URL', 'host=127.0.0.1 password=hidden'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '4000x'],
  ['LOG_LEVEL', 'loud'],
  ['PUBLIC_URL', 'schemas.test'],
  ['PYPI_UPSTREAM', 'file:///wheels'],
])('%s=%s is refused by name', (name, value) => {
  const read = () => readConfig({ DATABASE_URL: databaseUrl, [name]: value });
  expect(read).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', meta: { name } }));
  expect(read).not.toThrow(/hidden/);
});

test('a parameter of the database that would not be heeded is refused by its name', () => {
  const read = () => readConfig({ DATABASE_URL: `${databaseUrl}?search_path=app` });
  expect(read).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('DATABASE_URL has the parameter search_path,'),
      fix: expect.stringContaining('options=-c%20search_path%3Dapp'),
    }),
  );
});

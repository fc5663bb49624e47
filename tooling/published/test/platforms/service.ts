import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createTestDatabase, type TestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, inject } from 'vitest';
import { emptyHome, type ProgramRun, plainEnvironment, type TestUser } from '../../src/index.ts';
import { everything } from './published-clients.ts';

const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin/tsc',
);

/** What `exercise.cjs` gives, in part. */
export const exercised: Readonly<Record<string, unknown>> = {
  schemaVersion: '1.0.0',
  big: '9007199254740993',
  price: '12.3400',
  bytes: [0, 255],
  tags: [{ name: 'engine' }],
  postCount: '1',
  mistake: 'P2002',
};

/** A service of somebody with an empty home, beside a database with the tables of 1.0.0. */
export interface Service extends AsyncDisposable {
  readonly folder: string;
  readonly user: TestUser;
  readonly database: TestDatabase;
  /** Runs a program in the folder, and expects exit code 0. */
  readonly succeed: (
    program: string,
    args: readonly string[],
    env?: Readonly<Record<string, string>>,
  ) => Promise<ProgramRun>;
  /** Empties the tables. */
  readonly reset: () => Promise<void>;
  /** Compiles by the TypeScript of this workspace; expects no complaint. */
  readonly compile: (options: string, ...files: readonly string[]) => Promise<void>;
}

/** @param services folders of `services/` whose files it has, besides those of the exercise */
export async function createService(
  services: readonly string[],
  manifest: object = {},
): Promise<Service> {
  const database = await createTestDatabase();
  const ddl = readFileSync(join(everything, 'up.sql'), 'utf8');
  await execute(database.connectionString, ddl);
  const user = await emptyHome(inject('registry'));
  const folder = await user.makeFolder('service', {
    'package.json': JSON.stringify({
      ...{ name: 'some-service', version: '1.0.0', private: true },
      ...manifest,
    }),
  });
  for (const file of ['exercise.cjs', 'run.mjs', 'run.cjs', 'declarations.ts'])
    cpSync(join(everything, 'consumer', file), join(folder, file));
  for (const name of services)
    cpSync(join(import.meta.dirname, '..', '..', 'services', name), folder, { recursive: true });
  const succeed: Service['succeed'] = async (program, args, env = {}) => {
    const all = { DATABASE_URL: database.connectionString, ...env };
    const run = await user.run(folder, program, args, all);
    expect(run.code, `${[program, ...args].join(' ')}\n${run.stdout}\n${run.stderr}`).toBe(0);
    return run;
  };
  return {
    ...{ folder, user, database, succeed },
    reset: () =>
      execute(
        database.connectionString,
        `DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${ddl}`,
      ),
    compile: async (options, ...files) => {
      const args = [tsc, '--ignoreConfig', '--pretty', 'false', ...options.split(' '), ...files];
      expect((await succeed(process.execPath, args)).stdout).toBe('');
    },
    [Symbol.asyncDispose]: async () => {
      await user[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** PATH with a Node of the npm package `node` in front, which is downloaded. */
export async function pathWithNode(user: TestUser, version: string): Promise<{ PATH: string }> {
  const folder = await user.makeFolder(`node ${version}`, { 'package.json': '{"private":true}' });
  const run = await user.run(folder, 'npm', ['install', '--no-audit', `node@${version}`]);
  expect(run.code, run.stderr).toBe(0);
  return { PATH: `${join(folder, 'node_modules/.bin')}:${plainEnvironment().PATH}` };
}

export async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@schema-service/local-postgres';
import { up } from '@schema-service/migrator';
import { parseSchema } from '@schema-service/schema-model';
import pg from 'pg';
import { expect, test } from 'vitest';
import { prepareNodeProject } from '../src/node-project.ts';
import { preparePythonProject } from '../src/python-project.ts';

const root = join(import.meta.dirname, '../../..');
const migrations = join(root, 'migrations');
const PYTHON = process.env.TEST_PYTHON;
const CLIENT = '1.0.0';

const path = join(root, 'schema/versions', CLIENT, 'schema.prisma');
const model = parseSchema([{ path, content: readFileSync(path, 'utf8') }]);

/** What is known of the client when the database moves on. */
function verdictOn(database: string): { readonly answer: string; readonly missing: string[] } {
  const lines = readFileSync(join(migrations, 'clients.jsonl'), 'utf8').trim().split('\n');
  const verdicts = lines.map((line) => JSON.parse(line));
  return verdicts.find((one) => one.client === CLIENT && one.database === database);
}

const NODE_SERVICE = `
import { createClient } from '@org/db-client';
const service = 'web';
const warned = [];
process.removeAllListeners('warning');
process.on('warning', ({ message }) => warned.push(message));
const ask = async (compatibility) => {
  await using db = createClient({ service, compatibility });
  const error = await db.source.count().then(() => null, ({ code }) => code);
  const { answer, missing, databaseVersion } = db.$compatibility();
  return { answer, missing, databaseVersion, error };
};
const warn = await ask('warn');
await new Promise((resolve) => setImmediate(resolve));
console.log(JSON.stringify({ warn, warned, enforce: await ask('enforce') }));
`;

const PYTHON_SERVICE = `
import json
import warnings
from org_db_client import Client, ClientRefusedError

def ask(mode):
    with Client(service="ingestor", compatibility=mode) as db:
        error = None
        try:
            db.source.count()
        except ClientRefusedError as refused:
            error = refused.code
        said = db.compatibility()
        return {
            "answer": said.answer,
            "missing": said.missing,
            "databaseVersion": said.database_version,
            "error": error,
        }

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    warn = ask("warn")
warned = [str(one.message) for one in caught]
print(json.dumps({"warn": warn, "warned": warned, "enforce": ask("enforce")}))
`;

/** What a service hears in each mode. */
function heardOn(database: string, name: string): object {
  const { answer, missing } = verdictOn(database);
  const said = { answer, missing, databaseVersion: database };
  const error = answer === 'refuse' ? 'CLIENT_REFUSED' : null;
  const warned =
    answer === 'ok'
      ? []
      : [
          `${name} ${CLIENT} is refused by the database, which is at version ${database} ` +
            `(versions that it accepts: ${database}). ${missing.join('; ')}. Upgrade ${name} to ${database}.`,
        ];
  return { warn: { ...said, error: null }, warned, enforce: { ...said, error } };
}

interface Called {
  readonly service: string;
  readonly language: string;
  /** The package. */
  readonly name: string;
}

async function hearsVerdicts(called: Called, prepare: () => Promise<Service>): Promise<void> {
  await using database = await createTestDatabase();
  const { connectionString } = database;
  await using service = await prepare();
  for (const to of ['1.1.0', '2.0.0']) {
    await up({ connection: connectionString, migrations, to });
    expect(await service.hears(connectionString)).toEqual(heardOn(to, called.name));
  }
  const server = new pg.Client({ connectionString });
  await server.connect();
  const sql = 'SELECT service, version, language FROM schema_migrations.usage';
  const { rows } = await server.query(sql).finally(() => server.end());
  const { service: name, language } = called;
  expect(rows).toEqual([{ service: name, version: CLIENT, language }]);
}

test('a service in Node hears of its client what the verdicts say', async () => {
  const called = { service: 'web', language: 'node', name: '@org/db-client-node' };
  await hearsVerdicts(called, nodeService);
});

test.skipIf(!PYTHON)('a service in Python hears of its client what the verdicts say', async () => {
  const called = { service: 'ingestor', language: 'python', name: 'org-db-client' };
  await hearsVerdicts(called, pythonService);
});

interface Service extends AsyncDisposable {
  readonly hears: (connectionString: string) => Promise<unknown>;
}

async function nodeService(): Promise<Service> {
  const project = await prepareNodeProject(model, CLIENT);
  writeFileSync(join(project.folder, 'service.mjs'), NODE_SERVICE);
  return serviceOf(project, process.execPath, ['service.mjs'], {});
}

async function pythonService(): Promise<Service> {
  const project = await preparePythonProject(PYTHON ?? '', model, CLIENT);
  writeFileSync(join(project.folder, 'service.py'), PYTHON_SERVICE);
  const env = { PYTHONPATH: join(project.folder, 'client') };
  return serviceOf(project, PYTHON ?? '', ['service.py'], env);
}

function serviceOf(
  { folder, dispose }: { readonly folder: string; readonly dispose: () => void },
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Service {
  return {
    hears: async (connectionString) => {
      const { stdout } = await promisify(execFile)(program, [...args], {
        cwd: folder,
        env: { ...process.env, ...env, DATABASE_URL: connectionString },
      });
      return JSON.parse(stdout);
    },
    [Symbol.asyncDispose]: async () => dispose(),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createTestDatabase, findPgbouncer, startPgbouncer } from '@schema-service/local-postgres';
import { contract, up } from '@schema-service/migrator';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rowsOf } from './database.ts';
import { type DerivedFolder, derivedMigrations, type SchemaVersion } from './derived-migrations.ts';
import { type InstalledClients, installClients } from './install-clients.ts';

// A contract and the generated clients of the version that it would end.

const OLD: SchemaVersion = ['1.0.0', 'model Item {\n id Int @id\n n Int @default(1)\n}'];
const NEW: SchemaVersion = ['2.0.0', 'model Item {\n id Int @id\n n BigInt @default(1)\n}'];

const interpreter = process.env.TEST_PYTHON;
const pgbouncer = findPgbouncer();

let clients: InstalledClients;
let folder: DerivedFolder;

beforeAll(async () => {
  folder = await derivedMigrations([OLD, NEW]);
  clients = await installClients([OLD], interpreter);
}, 120_000);

afterAll(() => {
  clients?.[Symbol.dispose]();
  folder?.[Symbol.dispose]();
});

/** A database that serves both versions, and what a contract of the older one is refused for. */
async function bothVersions() {
  const database = await createTestDatabase();
  const at = { connection: database.connectionString, migrations: folder.path };
  await up({ ...at, to: '1.0.0' });
  await up(at);
  return {
    database,
    query: (sql: string) => rowsOf(database.connectionString, sql),
    end: () => contract({ ...at, version: '1.0.0' }),
    evidence: async () => {
      const refused: unknown = await contract({ ...at, version: '1.0.0' }).then(
        () => expect.fail('it was not refused'),
        (error) => error,
      );
      expect(refused).toMatchObject({ code: 'MIGRATION_VERSION_IN_USE' });
      const { meta, message } = refused as {
        readonly message: string;
        readonly meta: { readonly used: readonly { readonly users: readonly object[] }[] };
      };
      return { message, users: meta.used.flatMap(({ users }) => users) };
    },
    [Symbol.asyncDispose]: () => database.drop(),
  };
}

/** A service that has asked for its rows once, and waits for work. */
async function nodeService(connectionString: string): Promise<AsyncDisposable> {
  const { folder: project, module } = clients.node('1.0.0');
  const { createClient } = createRequire(join(project, 'service.js'))(module);
  const client = createClient({ connectionString, service: 'web' });
  await client.item.findMany();
  return client;
}

const PYTHON = `
import importlib, sys
sys.path.insert(0, sys.argv[1])
Client = importlib.import_module(sys.argv[2]).Client
with Client(sys.argv[3], service="import") as client:
    client.item.find_many()
    print("ready", end="", flush=True)
    sys.stdin.read()
`;

async function pythonService(connectionString: string): Promise<AsyncDisposable> {
  const { folder: place, module } = clients.python('1.0.0');
  const child = spawn(interpreter ?? '', ['-c', PYTHON, place, module, connectionString], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const over = once(child, 'close');
  const end = async (): Promise<void> => {
    child.stdin.end();
    await over;
  };
  const [first] = await Promise.race([once(child.stdout, 'data'), over]);
  if (String(first) === 'ready') return { [Symbol.asyncDispose]: end };
  await end();
  throw new Error(`The service did not start: ${first}`);
}

const services = [
  ['Node', nodeService, { who: 'web', languages: ['node'] }, /^web @\S+@1\.0\.0$/],
  ...(interpreter === undefined
    ? []
    : ([
        ['Python', pythonService, { who: 'import', languages: ['python'] }, /^import \S+@1\.0\.0$/],
      ] as const)),
] as const;

const HELLO_WAS = (ago: string) =>
  `UPDATE schema_migrations.usage SET last_seen = now() - interval '${ago}'`;

test.each(services)(
  'a contract is refused while a client in %s is connected, and an hour after it said hello',
  async (_, start, { who, languages }, connection) => {
    await using both = await bothVersions();
    {
      await using _service = await start(both.database.connectionString);
      // Its heartbeat is not what it is known by.
      await both.query(HELLO_WAS('8 days'));
      const { users } = await both.evidence();
      expect(users).toContainEqual(
        expect.objectContaining({
          evidence: 'is connected',
          who: expect.stringMatching(connection),
        }),
      );
    }
    await both.query(HELLO_WAS('1 hour'));
    await expect
      .poll(async () => (await both.evidence()).users, { timeout: 60_000 })
      .toMatchObject([{ evidence: 'said hello', who, languages }]);
    expect((await both.evidence()).message).toContain(`1.0.0: ${who} (${languages}) said hello at`);
    await both.query(HELLO_WAS('8 days'));
    await both.end();
  },
);

test.skipIf(pgbouncer === undefined).each(services)(
  'a contract is refused while a client in %s is idle behind a pooler',
  async (_, start, { who, languages }) => {
    await using both = await bothVersions();
    await using pool = await startPgbouncer(
      pgbouncer ?? '',
      both.database.connectionString,
      'transaction',
    );
    await using _service = await start(`${pool.connectionString}?pgbouncer=true`);
    // Another one has its session now, and the server sees nothing of the client.
    await rowsOf(pool.connectionString, `SET application_name = 'another'`);
    const { users } = await both.evidence();
    expect(users).toMatchObject([{ evidence: 'said hello', who, languages }]);
  },
);

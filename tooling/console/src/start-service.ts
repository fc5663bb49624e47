import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createStores, type PublishedRelease } from '@schema-service/catalog';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';
import { program } from '@schema-service/vitest-config/program';
import pg from 'pg';

/** A Schema API with environments, on databases of its own. */
export interface ConsoleService extends AsyncDisposable {
  readonly url: string;
  /** Of an admin. */
  readonly token: string;
  readonly publish: (release: PublishedRelease) => Promise<void>;
  /** The connection of an environment's database. */
  readonly databaseOf: (environment: string) => string;
  /** Moves an environment's database, and answers when it is there. */
  readonly migrate: (environment: string, to: string) => Promise<void>;
  /** Does a run in an environment, and gives how it ended. */
  readonly run: (environment: string, wanted: object) => Promise<{ id: string; status: string }>;
  /** Asks as the admin; a body makes it a POST. Gives what was answered. */
  readonly ask: (path: string, body?: unknown) => Promise<unknown>;
}

const token = 'a-token-that-only-this-suite-knows-0123456789';

/** What the configuration says of an environment besides its connection. */
export interface EnvironmentSettings {
  readonly group?: string;
  readonly policy?: { readonly approval?: boolean };
}

/** Starts one with environments by their names, and answers when it does. */
export async function startService(
  environments: Readonly<Record<string, EnvironmentSettings>>,
): Promise<ConsoleService> {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  const catalog = await createTestDatabase();
  const databases = new Map(
    await Promise.all(
      Object.keys(environments).map(async (name) => [name, await createTestDatabase()] as const),
    ),
  );
  const environmentsFile = join(folder, 'environments.json');
  const configured = [...databases].map(([name, { connectionString }]) => {
    const file = join(folder, name);
    writeFileSync(file, connectionString);
    return [name, { connection: { file }, ...environments[name] }];
  });
  writeFileSync(environmentsFile, JSON.stringify({ environments: Object.fromEntries(configured) }));
  const port = await freePort();
  const flags = program(
    import.meta.url,
    '../../../apps/schema-api/src/main.ts',
    '../../../apps/schema-api/dist/main.js',
  );
  const server = spawn(process.execPath, flags, {
    env: {
      ...process.env,
      PORT: `${port}`,
      DATABASE_URL: catalog.connectionString,
      ENVIRONMENTS_FILE: environmentsFile,
      WEBHOOK_KEY: Buffer.alloc(32, 7).toString('base64'),
      WEBHOOK_ALLOW_HTTP: 'true',
      WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1/32',
      LOG_LEVEL: 'error',
      ADMIN_TOKEN: token,
      RATE_LIMIT: 'off',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  while ((await fetch(`${url}/readyz`).catch(() => undefined))?.ok !== true) {
    if (server.exitCode !== null) throw new Error('The Schema API did not start.');
    await sleep(50);
  }
  const pool = new pg.Pool({ connectionString: catalog.connectionString });
  const stores = createStores(pool);
  const ask: ConsoleService['ask'] = async (path, body) => {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return answer.json();
  };
  const run: ConsoleService['run'] = async (environment, wanted) => {
    const started = Object(await ask(`/environments/${environment}/runs`, wanted));
    if (started.id === undefined) throw new Error(JSON.stringify(started));
    const { id } = started;
    for (;;) {
      const { status } = Object(await ask(`/runs/${id}`));
      if (status !== 'pending' && status !== 'running') return { id, status };
      await sleep(50);
    }
  };
  return {
    url,
    token,
    ask,
    run,
    publish: async (release) => void (await stores.catalog.publish(release)),
    databaseOf: (environment) => databases.get(environment)?.connectionString ?? '',
    migrate: async (environment, to) => {
      const { id, status } = await run(environment, { to });
      if (status !== 'success') throw new Error(`Run ${id}: ${status}.`);
    },
    [Symbol.asyncDispose]: async () => {
      if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
      await pool.end();
      await Promise.all([catalog, ...databases.values()].map(({ drop }) => drop()));
      rmSync(folder, { recursive: true });
    },
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createTestDatabase, freePort } from '@schema-service/local-postgres';

/** A Schema API on this machine with an empty catalog, for one suite. */
export interface TestApi {
  readonly url: string;
  /** A token that may everything. */
  readonly token: string;
  /** Where its catalog is. */
  readonly databaseUrl: string;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

const program = join(
  import.meta.dirname,
  '..',
  '..',
  '..',
  'apps',
  'schema-api',
  'dist',
  'main.js',
);

const adminToken = 'a-token-that-only-this-suite-knows-0123456789';

/** Starts the built Schema API. What its Python index does not have comes from `pypiUpstream`. */
export async function startSchemaApi(pypiUpstream: string): Promise<TestApi> {
  const database = await createTestDatabase();
  const port = await freePort();
  const server = spawn(process.execPath, [program], {
    env: {
      ...process.env,
      PORT: `${port}`,
      DATABASE_URL: database.connectionString,
      PYPI_UPSTREAM: pypiUpstream,
      LOG_LEVEL: 'silent',
      ADMIN_TOKEN: adminToken,
    },
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}`;
  while (server.exitCode === null) {
    if ((await fetch(`${url}/healthz`).catch(() => undefined))?.ok === true) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (server.exitCode !== null) throw new Error('The Schema API did not start.');
  return {
    url,
    token: adminToken,
    databaseUrl: database.connectionString,
    [Symbol.asyncDispose]: async () => {
      if (server.exitCode === null && server.kill('SIGTERM')) await once(server, 'exit');
      await database.drop();
    },
  };
}

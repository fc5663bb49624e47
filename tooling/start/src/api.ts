import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { root, type StartOptions } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import type { ClaimedInstance } from './single-instance.ts';
import type { Stops } from './stops.ts';
import { superviseService } from './supervise.ts';

/** The Schema API of a run of `npm start`, and who may everything there. */
export interface RunningApi {
  readonly url: string;
  /** Of an admin. */
  readonly token: string;
}

/** What it is for. */
export interface ApiSetup {
  /** The database of its own. */
  readonly catalogUrl: string;
  /** The database that it moves. */
  readonly databaseUrl: string;
  /** Of the packages that nobody else has: `@org`. */
  readonly packageScope: string;
}

/** What the services' database is called as an environment. */
export const environment = 'local';

/** Starts the Schema API, and again where it ends; `stops` gets how it is stopped. */
export async function startApi(
  { port, dataDirectory }: StartOptions,
  { catalogUrl, databaseUrl, packageScope }: ApiSetup,
  pythonIndex: string | undefined,
  { stops, instance }: { readonly stops: Stops; readonly instance: ClaimedInstance },
): Promise<RunningApi> {
  const url = `http://127.0.0.1:${port}`;
  await step('start the Schema API', async (note) => {
    const api = await superviseService({
      name: 'The Schema API',
      program: process.execPath,
      args: [
        ...typeScriptFlags(),
        '--conditions=source',
        join(root, 'apps', 'schema-api', 'src', 'main.ts'),
      ],
      cwd: root,
      environment: {
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_URL: catalogUrl,
        PACKAGE_SCOPE: packageScope,
        ENVIRONMENTS_FILE: environmentsFile(dataDirectory, databaseUrl),
        ADMIN_TOKEN_FILE: adminTokenFile(dataDirectory),
        WEBHOOK_KEY_FILE: secretFile(dataDirectory, 'webhook-key', 'base64'),
        // To receivers on this machine, too.
        WEBHOOK_ALLOW_HTTP: 'true',
        WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1/32,::1/128',
        ...(pythonIndex ? { PYPI_UPSTREAM: pythonIndex } : {}),
      },
      logFile: join(dataDirectory, 'logs', 'schema-api.log'),
      readyUrl: `${url}/readyz`,
      onStarted: instance.started,
    });
    stops.defer(api.stop);
    note(url);
  });
  return { url, token: adminToken(dataDirectory) };
}

/** The environments of the run: one, whose connection is in a file of its own. */
function environmentsFile(dataDirectory: string, databaseUrl: string): string {
  const connection = resolve(dataDirectory, 'database-url');
  writeFileSync(connection, `${databaseUrl}\n`, { mode: 0o600 });
  const file = join(dataDirectory, 'environments.json');
  const environments = { [environment]: { connection: { file: connection } } };
  writeFileSync(file, `${JSON.stringify({ environments }, null, 2)}\n`);
  return file;
}

/** The token of the admin of a run. */
export function adminToken(dataDirectory: string): string {
  return readFileSync(adminTokenFile(dataDirectory), 'utf8').trim();
}

/** The token of the admin, made once: the API would show one of its own in its log. */
export function adminTokenFile(dataDirectory: string): string {
  return secretFile(dataDirectory, 'admin-token', 'hex');
}

/** A file of 32 random bytes, made once. */
function secretFile(dataDirectory: string, name: string, encoding: 'hex' | 'base64'): string {
  const file = join(dataDirectory, name);
  if (!existsSync(file)) {
    writeFileSync(file, `${randomBytes(32).toString(encoding)}\n`, { mode: 0o600 });
  }
  return file;
}

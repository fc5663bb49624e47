import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, type StartOptions } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import type { ClaimedInstance } from './single-instance.ts';
import type { Stops } from './stops.ts';
import { superviseService } from './supervise.ts';

/** Starts the Schema API, and again where it ends; `stops` gets how it is stopped. */
export async function startApi(
  { port, dataDirectory }: StartOptions,
  databaseUrl: string,
  pythonIndex: string | undefined,
  { stops, instance }: { readonly stops: Stops; readonly instance: ClaimedInstance },
): Promise<string> {
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
        DATABASE_URL: databaseUrl,
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
  return url;
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

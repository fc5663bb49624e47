import { join } from 'node:path';
import { root, type StartOptions } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import { startService } from './service-process.ts';
import type { Stops } from './stops.ts';

/** Starts the Schema API; `stops` gets how it is stopped. */
export async function startApi(
  { port, dataDirectory }: StartOptions,
  databaseUrl: string,
  pythonIndex: string | undefined,
  stops: Stops,
): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  await step('start the Schema API', async (note) => {
    const api = await startService({
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
        ...(pythonIndex ? { PYPI_UPSTREAM: pythonIndex } : {}),
      },
      logFile: join(dataDirectory, 'logs', 'schema-api.log'),
      readyUrl: `${url}/readyz`,
    });
    stops.defer(api.stop);
    note(url);
  });
  return url;
}

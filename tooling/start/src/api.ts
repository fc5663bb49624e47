import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import { root, type StartOptions } from './options.ts';
import { startService } from './service-process.ts';

/** Starts the Schema API; `stack` stops it. */
export async function startApi(
  { port, dataDirectory }: StartOptions,
  databaseUrl: string,
  pythonIndex: string | undefined,
  stack: AsyncDisposableStack,
): Promise<string> {
  const url = `http://127.0.0.1:${port}`;
  await step('start the Schema API', async (note) => {
    const api = await startService({
      name: 'The Schema API',
      program: process.execPath,
      args: [join(root, 'apps', 'schema-api', 'dist', 'main.js')],
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
    stack.defer(api.stop);
    note(url);
  });
  return url;
}

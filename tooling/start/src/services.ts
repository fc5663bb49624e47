import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FoundPython } from '@schema-service/bootstrap/python';
import { CommandFailed, run, step } from '@schema-service/bootstrap/steps';
import type { ArtifactSummary } from '@schema-service/catalog';
import { root, type StartOptions } from './options.ts';
import { installPythonService } from './python-service.ts';
import { startService } from './service-process.ts';
import { oncePer } from './stamp.ts';

interface ServiceContext {
  readonly options: StartOptions;
  readonly databaseUrl: string;
  readonly apiUrl: string;
  /** The packages of the version that the services use, as they are published. */
  readonly artifacts: readonly ArtifactSummary[];
  readonly stack: AsyncDisposableStack;
}

const digests = (
  artifacts: readonly ArtifactSummary[],
  ecosystem: ArtifactSummary['ecosystem'],
): readonly string[] =>
  artifacts.filter((artifact) => artifact.ecosystem === ecosystem).map(({ sha256 }) => sha256);

/** Installs the client of the TypeScript service with npm and starts it. Gives its address. */
export async function startWeb(context: ServiceContext): Promise<string> {
  const { options, databaseUrl, apiUrl, artifacts, stack } = context;
  const directory = join(root, 'apps', 'web');
  const logs = join(options.dataDirectory, 'logs');
  await step('install web’s client with npm', async (note) => {
    const installed = await oncePer(
      join(directory, 'node_modules', '.installed-from'),
      [...digests(artifacts, 'npm'), readFileSync(join(directory, 'package.json'), 'utf8')],
      () =>
        run(
          'npm',
          [
            'install',
            '--no-audit',
            '--no-fund',
            '--prefer-online',
            `--@org:registry=${apiUrl}/npm/`,
          ],
          { cwd: directory, logFile: join(logs, 'web-install.log') },
        ),
    );
    note(installed ? '@org/db-client@2.0.0' : 'as it was');
  });
  const url = `http://127.0.0.1:${options.port + 1}`;
  await step('start web', async (note) => {
    const web = await startService({
      name: 'web',
      program: process.execPath,
      args: ['src/main.ts'],
      cwd: directory,
      environment: { PORT: String(options.port + 1), DATABASE_URL: databaseUrl },
      logFile: join(logs, 'web.log'),
      readyUrl: `${url}/healthz`,
    });
    stack.defer(web.stop);
    note(url);
  });
  return url;
}

/** Why a service was left out, in a line. */
export interface LeftOut {
  readonly leftOut: string;
}

/** Installs the client of the Python service with pip and loads a batch. Gives what the service said. */
export async function runIngestor(
  context: ServiceContext,
  python: FoundPython,
): Promise<string | LeftOut> {
  if (python.missing !== undefined) return { leftOut: python.missing };
  const { options, databaseUrl, apiUrl, artifacts } = context;
  const directory = join(root, 'apps', 'ingestor');
  const logs = join(options.dataDirectory, 'logs');
  try {
    await step('install ingestor’s client with pip', async (note) => {
      const requirements = readFileSync(join(directory, 'requirements.txt'), 'utf8');
      const installed = await oncePer(
        join(directory, '.venv', 'installed-from'),
        [...digests(artifacts, 'pypi'), requirements, python.path, python.version],
        () =>
          installPythonService(
            python.path,
            directory,
            `${apiUrl}/pypi/simple/`,
            join(logs, 'ingestor-install.log'),
          ),
      );
      note(installed ? 'org-db-client==2.0.0' : 'as it was');
    });
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const last = error.output.split('\n').findLast((line) => line.startsWith('ERROR'));
    return { leftOut: `its client could not be installed: ${last ?? error.message}` };
  }
  return step('run ingestor', async (note) => {
    const logFile = join(logs, 'ingestor.log');
    await run(
      join(directory, '.venv', 'bin', 'python'),
      ['-m', 'ingestor', join('batches', 'spring.json')],
      { cwd: directory, env: { ...process.env, DATABASE_URL: databaseUrl }, logFile },
    );
    const summary = readFileSync(logFile, 'utf8').trim();
    note(summary);
    return summary;
  });
}

import { readFileSync, unwatchFile, watchFile, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { packageManager, type StartOptions } from '@schema-service/bootstrap/options';
import type { FoundPython } from '@schema-service/bootstrap/python';
import { CommandFailed, run, step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import { formatError } from '@schema-service/errors';
import type { Examples } from './examples.ts';
import type { PublishedPackage } from './publish.ts';
import { installPythonService } from './python-service.ts';
import type { ServiceCommand } from './service-process.ts';
import type { ClaimedInstance } from './single-instance.ts';
import { oncePer } from './stamp.ts';
import type { Stops } from './stops.ts';
import { superviseService } from './supervise.ts';

interface ServiceContext {
  readonly options: StartOptions;
  readonly databaseUrl: string;
  readonly apiUrl: string;
  /** The packages of all versions, as they are published. */
  readonly packages: readonly PublishedPackage[];
  readonly stops: Stops;
  readonly instance: ClaimedInstance;
  readonly examples: Examples;
}

const digests = (
  packages: readonly PublishedPackage[],
  ecosystem: PublishedPackage['ecosystem'],
): readonly string[] =>
  packages.filter((one) => one.ecosystem === ecosystem).map(({ sha256 }) => sha256);

const logFile = ({ options }: ServiceContext, name: string): string =>
  join(options.dataDirectory, 'logs', `${name}.log`);

/** Whether the Python service has its client, or why it is left out, in a line. */
export type PythonInstall =
  | { readonly kind: 'installed' }
  | { readonly kind: 'leftOut'; readonly reason: string };

/** Installs the clients of both services, each with the package manager of its language. */
export async function installClients(
  context: ServiceContext,
  python: FoundPython,
): Promise<PythonInstall> {
  return step('install clients with pnpm and pip', async (note) => {
    const { web, webEarlier, ingestor } = context.examples;
    const [, , ofPython] = await Promise.all([
      installWeb(context, web),
      installWeb(context, webEarlier),
      installIngestor(context, python),
    ]);
    const ofIngestor = readFileSync(join(ingestor, 'requirements.txt'), 'utf8').trim();
    note(
      [
        ...[web, webEarlier].map(webClient),
        ...(ofPython.kind === 'installed' ? [ofIngestor.replace('==', ' ')] : []),
      ].join(', '),
    );
    return ofPython;
  });
}

async function installWeb(context: ServiceContext, web: string): Promise<void> {
  const { apiUrl, packages } = context;
  // So that whoever installs another version there asks the same registry.
  writeFileSync(join(web, '.npmrc'), `@org:registry=${apiUrl}/npm/\n`);
  await oncePer(
    join(web, 'node_modules', '.installed-from'),
    [...digests(packages, 'npm'), readFileSync(join(web, 'package.json'), 'utf8')],
    () =>
      run('npx', ['--yes', packageManager, 'install', '--prod'], {
        cwd: web,
        logFile: logFile(context, `${basename(web)}-install`),
      }),
  );
}

async function installIngestor(
  context: ServiceContext,
  python: FoundPython,
): Promise<PythonInstall> {
  if (python.missing !== undefined) return { kind: 'leftOut', reason: python.missing };
  const { apiUrl, packages } = context;
  const { ingestor } = context.examples;
  const requirements = readFileSync(join(ingestor, 'requirements.txt'), 'utf8');
  try {
    await oncePer(
      join(ingestor, '.venv', 'installed-from'),
      [...digests(packages, 'pypi'), requirements, python.path, python.version],
      () =>
        installPythonService(
          python.path,
          ingestor,
          `${apiUrl}/pypi/simple/`,
          logFile(context, 'ingestor-install'),
        ),
    );
    return { kind: 'installed' };
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
    const last = error.output.split('\n').findLast((line) => line.startsWith('ERROR'));
    return {
      kind: 'leftOut',
      reason: `its client could not be installed: ${last ?? error.message}`,
    };
  }
}

/** Loads a batch of reviews. */
export async function runIngestor(context: ServiceContext): Promise<void> {
  const { ingestor } = context.examples;
  await step('run ingestor', async (note) => {
    const log = logFile(context, 'ingestor');
    await run(
      join(ingestor, '.venv', 'bin', 'python'),
      ['-m', 'ingestor', join('batches', 'spring.json')],
      {
        cwd: ingestor,
        env: { ...process.env, DATABASE_URL: context.databaseUrl },
        logFile: log,
      },
    );
    note(readFileSync(log, 'utf8').trim());
  });
}

/** A service in TypeScript that runs. */
export interface RunningWeb {
  readonly url: string;
  /** `@org/db-client 2.0.0` */
  readonly client: string;
}

/**
 * Starts the service in TypeScript, and the one that is as it was, each again whenever another client is installed in its
 * folder. They work on one database.
 */
export async function startWebs(context: ServiceContext): Promise<readonly RunningWeb[]> {
  const { options, examples } = context;
  return [
    await startWeb(context, examples.web, options.port + 1),
    await startWeb(context, examples.webEarlier, options.port + 2),
  ];
}

async function startWeb(
  context: ServiceContext,
  folder: string,
  port: number,
): Promise<RunningWeb> {
  const { databaseUrl, stops } = context;
  const name = basename(folder);
  const url = `http://127.0.0.1:${port}`;
  const client = webClient(folder);
  const command: ServiceCommand = {
    name,
    program: process.execPath,
    args: [...typeScriptFlags(), 'src/main.ts'],
    cwd: folder,
    environment: { PORT: String(port), DATABASE_URL: databaseUrl },
    logFile: logFile(context, name),
    readyUrl: `${url}/healthz`,
    onStarted: context.instance.started,
  };
  await step(`start ${name}`, async (note) => {
    stops.defer(await keepRunning(command));
    note(`${url} on ${client}`);
  });
  return { url, client };
}

/** As a deployment would, starts the service again when pnpm has changed what it runs on. Gives what ends it. */
async function keepRunning(command: ServiceCommand): Promise<() => Promise<void>> {
  // pnpm writes it when everything is in its place.
  const installed = join(command.cwd, 'node_modules', '.modules.yaml');
  const service = await superviseService(command);
  const restart = async (): Promise<void> => {
    try {
      await service.restart();
      console.log(`${command.name} was started again, on ${webClient(command.cwd)}`);
    } catch (error) {
      console.error(formatError(error));
    }
  };
  watchFile(installed, { interval: 500 }, (now, before) => {
    if (now.mtimeMs !== before.mtimeMs && now.size > 0) void restart();
  });
  return async () => {
    unwatchFile(installed);
    await service.stop();
  };
}

function webClient(web: string): string {
  const manifest = join(web, 'node_modules', '@org', 'db-client', 'package.json');
  const { name, version } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  return `${name} ${version}`;
}

import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkStart } from '@schema-service/bootstrap/checks';
import { help, readOptions, root, type StartOptions } from '@schema-service/bootstrap/options';
import { findPython } from '@schema-service/bootstrap/python';
import { CommandFailed, stopRunning } from '@schema-service/bootstrap/steps';
import { formatError, redact } from '@schema-service/errors';
import { stopLeftBehind } from '@schema-service/local-postgres';
import { loadConfig } from '@schema-service/repository';
import { adminTokenFile, startApi } from './api.ts';
import { provideCatalogDatabase } from './catalog-database.ts';
import { buildConsole } from './console.ts';
import { checkDatabase, provideDatabase } from './database.ts';
import { copyExamples, examplesIn } from './examples.ts';
import { migrate } from './migrate.ts';
import { publishedPackages, publishReleases } from './publish.ts';
import { usualPythonIndex } from './python-service.ts';
import { buildReleases } from './releases.ts';
import { installClients, runIngestor, startWebs } from './services.ts';
import { claimInstance } from './single-instance.ts';
import { createStops, type Stops } from './stops.ts';
import { type Running, thingsToTry } from './things-to-try.ts';
import { receiveWebhooks } from './webhook-receiver.ts';

/** Everything, in the order in which each needs the one before. What is started is stopped by `stops`. */
async function bringUp(options: StartOptions, stops: Stops): Promise<Running> {
  await checkStart(options);
  await checkDatabase(options, repositoryToBe(options));
  const instance = claimInstance(options.dataDirectory, `http://127.0.0.1:${options.port}`);
  stops.defer(instance.release);
  if (options.fresh) await forget(options);
  const examples = await copyExamples(options.dataDirectory);
  const provided = async () => {
    const databaseUrl = await provideDatabase(options, stops);
    return { databaseUrl, catalog: await provideCatalogDatabase(databaseUrl) };
  };
  const [built, { databaseUrl, catalog }] = await Promise.all([
    buildReleases(examples.repository, options.dataDirectory),
    provided(),
    buildConsole(options.dataDirectory),
  ]);
  const latest = built.at(-1)?.release.version;
  if (latest === undefined) throw new Error('There is no frozen version in schema/versions.');
  const python = findPython();
  const running = { stops, instance };
  const { scope: packageScope } = loadConfig(examples.repository);
  const setup = { catalogUrl: catalog.url, databaseUrl, packageScope };
  const api = await startApi(options, setup, usualPythonIndex(python), running);
  await receiveWebhooks(api, stops);
  await publishReleases(api, built);
  // A new database goes through the version before, so that services of that one and of earlier ones work beside the latest.
  await migrate(api, latest, built.at(-2)?.release.version);

  const packages = await publishedPackages(api.url);
  const context = { ...running, options, databaseUrl, apiUrl: api.url, packages, examples };
  const installed = await installClients(context, python);
  if (installed.kind === 'installed') await runIngestor(context);
  const webs = await startWebs(context);
  instance.serves();
  return {
    apiUrl: api.url,
    tokenFile: adminTokenFile(options.dataDirectory),
    webs,
    // That of our own server has nothing to hide.
    databaseUrl: options.databaseUrl === undefined ? databaseUrl : redact(databaseUrl),
    latest,
    repository: examples.repository,
    leftOut: [
      ...(installed.kind === 'leftOut' ? [`the Python service: ${installed.reason}`] : []),
      ...(catalog.shared ? [`a database of the Schema API's own: ${catalog.shared}`] : []),
    ],
  };
}

/** The repository that this run will serve: the copy, where there is one, or what it will be made from. */
function repositoryToBe({ dataDirectory, fresh }: StartOptions): string {
  const { repository } = examplesIn(dataDirectory);
  return existsSync(repository) && !fresh ? repository : root;
}

/** Begins from nothing: what earlier runs built, copied and stored is gone. */
async function forget({ dataDirectory }: StartOptions): Promise<void> {
  const cluster = join(dataDirectory, 'postgres');
  await stopLeftBehind(cluster);
  for (const made of [cluster, join(dataDirectory, 'artifacts'), join(dataDirectory, 'try')]) {
    rmSync(made, { recursive: true, force: true });
  }
}

async function run(options: StartOptions): Promise<void> {
  const stopped = new Promise<'stopped'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => resolve('stopped'));
    }
  });
  const stops = createStops();
  const bringingUp = bringUp(options, stops);
  try {
    const running = await Promise.race([bringingUp, stopped]);
    if (running !== 'stopped') {
      console.log(thingsToTry(running));
      await stopped;
    }
  } finally {
    // A step under way may be starting something: it ends before what was started is stopped.
    await Promise.race([Promise.allSettled([stopRunning(), bringingUp]), sleep(20_000)]);
    await stops.stopAll();
  }
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options) await run(options);
  else console.log(help);
  process.exit(0);
} catch (error) {
  console.error(error instanceof CommandFailed ? redact(error.message) : formatError(error));
  process.exit(1);
}

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPython } from '@schema-service/bootstrap/python';
import { CommandFailed, stopRunning } from '@schema-service/bootstrap/steps';
import { formatError, redact } from '@schema-service/errors';
import { stopLeftBehind } from '@schema-service/local-postgres';
import { startApi } from './api.ts';
import { checkDatabase, migrate, provideDatabase } from './database.ts';
import { help, readOptions, type StartOptions } from './options.ts';
import { requireFreePort } from './port.ts';
import { usualPythonIndex } from './python-service.ts';
import { buildReleases, publishReleases } from './releases.ts';
import { runIngestor, startWeb } from './services.ts';
import { claimInstance } from './single-instance.ts';
import { type Running, thingsToTry } from './things-to-try.ts';

/** Everything, in the order in which each needs the one before. What is started is stopped by `stack`. */
async function bringUp(options: StartOptions, stack: AsyncDisposableStack): Promise<Running> {
  await requireFreePort(options.port, 'the Schema API');
  await requireFreePort(options.port + 1, 'the web example');
  await checkDatabase(options);
  stack.defer(claimInstance(options.dataDirectory, `http://127.0.0.1:${options.port}`));
  if (options.fresh) await forget(options);
  const built = await buildReleases(options);
  const latest = built.at(-1);
  if (!latest) throw new Error('There is no frozen version in schema/versions.');

  const databaseUrl = await provideDatabase(options, stack);
  await migrate(databaseUrl);
  const python = findPython();
  const artifacts = await publishReleases(databaseUrl, built);
  const apiUrl = await startApi(options, databaseUrl, usualPythonIndex(python), stack);

  const context = { options, databaseUrl, apiUrl, artifacts, stack };
  const loaded = await runIngestor(context, python);
  const webUrl = await startWeb(context);
  return {
    apiUrl,
    webUrl,
    // That of our own server has nothing to hide.
    databaseUrl: options.databaseUrl === undefined ? databaseUrl : redact(databaseUrl),
    latest: latest.release.version,
    leftOut: typeof loaded === 'string' ? [] : [`the Python service: ${loaded.leftOut}`],
  };
}

/** Begins from nothing: what earlier runs built and stored is gone. */
async function forget({ dataDirectory }: StartOptions): Promise<void> {
  const cluster = join(dataDirectory, 'postgres');
  await stopLeftBehind(cluster);
  for (const made of [cluster, join(dataDirectory, 'artifacts')]) {
    rmSync(made, { recursive: true, force: true });
  }
}

async function run(options: StartOptions): Promise<void> {
  const stopped = Promise.withResolvers<'stopped'>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => stopped.resolve('stopped'));
  }
  const stack = new AsyncDisposableStack();
  const bringingUp = bringUp(options, stack);
  try {
    const running = await Promise.race([bringingUp, stopped.promise]);
    if (running !== 'stopped') {
      console.log(thingsToTry(running));
      await stopped.promise;
    }
  } finally {
    // A step under way may be starting something: it ends before what was started is stopped.
    stopRunning();
    await Promise.race([Promise.allSettled([bringingUp]), sleep(20_000)]);
    await stack.disposeAsync();
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

import { join, resolve } from 'node:path';
import { findInstance } from '@schema-service/bootstrap/checks';
import { packageManager, root, StartProblem } from '@schema-service/bootstrap/options';
import { CommandFailed, run, step } from '@schema-service/bootstrap/steps';
import { typeScriptFlags } from '@schema-service/bootstrap/typescript';
import { formatError, redact } from '@schema-service/errors';
import { readChangesets } from '@schema-service/release';
import { adminToken } from './api.ts';
import { examplesIn } from './examples.ts';
import { migrate } from './migrate.ts';
import { publishReleases } from './publish.ts';
import { buildReleases } from './releases.ts';

/**
 * Freezes what is in work in the copied repository, publishes it into the run
 * of `npm start` beside it, and moves its database. Cut off and run again, it goes on.
 */
async function releaseHere(dataDirectory: string): Promise<void> {
  const instance = findInstance(dataDirectory);
  if (instance?.isServing !== true) {
    throw new StartProblem({
      code: 'START_NOT_RUNNING',
      message: 'There is nothing to publish to: npm start does not run, or is not ready.',
      fix: 'Start it, in another terminal: npm start',
    });
  }
  const { repository, web } = examplesIn(dataDirectory);
  const freeze = (command: string, args: readonly string[]): Promise<void> =>
    step(command, () =>
      run(process.execPath, args, {
        cwd: repository,
        logFile: join(dataDirectory, 'logs', 'release.log'),
      }),
    );
  if ((await readChangesets(repository)).length > 0) await freeze('changeset version', changeset);
  await freeze('schemactl version create', versionCreate);

  const built = await buildReleases(repository, dataDirectory);
  const latest = built.at(-1)?.release.version ?? '';
  const api = { url: instance.url, token: adminToken(dataDirectory) };
  await publishReleases(api, built);
  await migrate(api, latest);
  console.log(whatNow(instance.url, web, latest));
}

const changeset: readonly string[] = [
  // Its `bin.js` wants a newer Node for a cache that this does not need.
  join(import.meta.dirname, '..', 'node_modules/@changesets/cli/dist/index.mjs'),
  'version',
];

const versionCreate: readonly string[] = [
  ...typeScriptFlags(),
  '--conditions=source',
  join(root, 'packages/cli/src/main.ts'),
  'version',
  'create',
];

function whatNow(apiUrl: string, web: string, version: string): string {
  const webUrl = new URL(apiUrl);
  webUrl.port = String(Number(webUrl.port) + 1);
  return [
    '',
    `${version} is published: ${apiUrl}/versions/${version}`,
    `The web service runs on the client that it had: curl ${webUrl.origin}/healthz`,
    `What its code has to change for a later one is in the changelogs: ${apiUrl}/`,
    'Move it, and npm start starts it again:',
    '',
    `  cd ${web}`,
    `  npx ${packageManager} add --save-exact @org/db-client@${version}`,
  ].join('\n');
}

try {
  await releaseHere(resolve(process.argv[2] ?? '.data'));
  process.exit(0);
} catch (error) {
  console.error(error instanceof CommandFailed ? redact(error.message) : formatError(error));
  process.exit(1);
}

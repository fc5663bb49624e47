import { join } from 'node:path';
import { countText, EXIT, type ExitCode, tokenFor } from '@schema-service/command-line';
import { formatError, isSchemaServiceError } from '@schema-service/errors';
import {
  ENVIRONMENT_FILE,
  type MigrationResult,
  optionsFor,
  readEnvironments,
  remoteEnvironment,
  selectEnvironments,
  up,
} from '@schema-service/migrator';
import { migratedVersion } from '@schema-service/release';
import { migrationsFolder } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { type Report, withProgress } from '../../output/progress.ts';
import { type ChosenRelease, withRelease } from './chosen-release.ts';

/** `schemactl release deploy`: environments to a version, one after another, until one fails. */
export function deployTheRelease(
  context: CommandContext,
  {
    version,
    environments,
    api,
  }: { readonly version: string; readonly environments: readonly string[]; readonly api?: string },
): Promise<ExitCode> {
  return withRelease(context, version, async (chosen) =>
    (await deployTo(context, chosen, environments, api)) ? EXIT.ok : EXIT.failure,
  );
}

/** Moves one environment to a version. */
type Move = (name: string, to: string, report: Report) => Promise<MigrationResult>;

/** The environments of the config file, moved from here with the migrations of the repository. */
function moveFromHere({ repository, root }: ChosenRelease, names: readonly string[]): Move {
  const { environments } = readEnvironments(join(repository, ENVIRONMENT_FILE));
  const chosen = selectEnvironments(environments, names, process.env);
  const options = new Map(chosen.map((one) => [one.name, optionsFor(one, {})]));
  const migrations = join(root, migrationsFolder);
  return (name, to) => up({ connection: '', ...options.get(name), migrations, to });
}

/** The environments of a Schema API, moved there with the releases that it has. */
function moveAtApi(url: string, output: CommandContext['output']): Move {
  const token = tokenFor(url);
  return async (name, to, report) => {
    const remote = remoteEnvironment(name, { url, ...(token ? { token } : {}) });
    const run = await remote.start({ direction: 'up', to });
    report(`Migrating ${name}: run ${run.id} at ${url}`);
    return remote.follow(run.id, {
      onNotice: ({ kind, for: what }) => {
        if (kind === 'runWaiting') {
          const reason = what === 'approval' ? 'an approval' : 'a window of the environment';
          output.note(`Run ${run.id} in ${name} waits for ${reason}.`);
        }
      },
    });
  };
}

/**
 * Moves environments to a release, in order. The first that fails ends it, with
 * the way back.
 *
 * @returns whether all are at the version
 * @throws SchemaServiceError `ENVIRONMENTS_INVALID`, `ENVIRONMENT_UNKNOWN`, `ENVIRONMENT_NOT_SET`
 */
export async function deployTo(
  { output }: CommandContext,
  chosen: ChosenRelease,
  names: readonly string[],
  api?: string,
): Promise<boolean> {
  const { version } = chosen.release;
  const move = api === undefined ? moveFromHere(chosen, names) : moveAtApi(api, output);
  const to = migratedVersion(chosen.releases, version);
  if (to === undefined) {
    output.note(`Version ${version} has no migrations: there is nothing to deploy.`);
    return true;
  }
  const moved: { readonly name: string; readonly result: MigrationResult }[] = [];
  for (const name of names) {
    try {
      const result = await withProgress(output, `Migrating ${name}`, (report) =>
        move(name, to, report),
      );
      moved.push({ name, result });
      output.result({ ...result, kind: 'deployed', environment: name }, () => '');
      const ran = countText(result.migrations.length, 'migration');
      output.note(`${name}: ${ran} run, at ${result.toVersion ?? 'no version'}.`);
    } catch (error) {
      if (!isSchemaServiceError(error)) throw error;
      output.result({ kind: 'deployFailed', environment: name, ...error.toJSON() }, () => '');
      output.note(`${name}: ${formatError(error)}`);
      for (const line of wayBack(name, moved, names, api)) output.note(line);
      return false;
    }
  }
  return true;
}

/** What can be done now, as commands. */
function wayBack(
  failed: string,
  moved: readonly { readonly name: string; readonly result: MigrationResult }[],
  names: readonly string[],
  api: string | undefined,
): readonly string[] {
  const left = names.slice(names.indexOf(failed) + 1);
  const at = api === undefined ? '' : ` --api ${api}`;
  return [
    `See where ${failed} stands: schema-migrator status --env ${failed}${at}`,
    ...moved
      .filter(({ result }) => result.migrations.length > 0)
      .map(
        ({ name, result: { fromVersion } }) =>
          `The way back for ${name}: schema-migrator down --to ${fromVersion ?? 'none'} --env ${name}${at}`,
      ),
    ...(left.length > 0 ? [`Not begun: ${left.join(', ')}.`] : []),
  ];
}

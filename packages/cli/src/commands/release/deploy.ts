import { join } from 'node:path';
import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { formatError, isSchemaServiceError } from '@schema-service/errors';
import {
  ENVIRONMENT_FILE,
  type MigrationResult,
  readEnvironments,
  selectEnvironments,
  up,
} from '@schema-service/migrator';
import { migratedVersion } from '@schema-service/release';
import { migrationsFolder } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { withProgress } from '../../output/progress.ts';
import { type ChosenRelease, withRelease } from './chosen-release.ts';

/** `schemactl release deploy`: environments to a version, one after another, until one fails. */
export function deployTheRelease(
  context: CommandContext,
  { version, environments }: { readonly version: string; readonly environments: readonly string[] },
): Promise<ExitCode> {
  return withRelease(context, version, async (chosen) =>
    (await deployTo(context, chosen, environments)) ? EXIT.ok : EXIT.failure,
  );
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
  { repository, root, release: { version }, releases }: ChosenRelease,
  names: readonly string[],
): Promise<boolean> {
  const { urls, ...ledger } = readEnvironments(join(repository, ENVIRONMENT_FILE));
  const environments = selectEnvironments(urls, names, process.env);
  const to = migratedVersion(releases, version);
  if (to === undefined) {
    output.note(`Version ${version} has no migrations: there is nothing to deploy.`);
    return true;
  }
  const moved: { readonly name: string; readonly result: MigrationResult }[] = [];
  for (const { name, connection } of environments) {
    try {
      const result = await withProgress(output, `Migrating ${name}`, () =>
        up({ ...ledger, connection, migrations: join(root, migrationsFolder), to }),
      );
      moved.push({ name, result });
      output.result({ ...result, kind: 'deployed', environment: name }, () => '');
      const ran = countText(result.migrations.length, 'migration');
      output.note(`${name}: ${ran} run, at ${result.toVersion ?? 'no version'}.`);
    } catch (error) {
      if (!isSchemaServiceError(error)) throw error;
      output.result({ kind: 'deployFailed', environment: name, ...error.toJSON() }, () => '');
      output.note(`${name}: ${formatError(error)}`);
      for (const line of wayBack(name, moved, names)) output.note(line);
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
): readonly string[] {
  const left = names.slice(names.indexOf(failed) + 1);
  return [
    `See where ${failed} stands: schema-migrator status --env ${failed}`,
    ...moved
      .filter(({ result }) => result.migrations.length > 0)
      .map(
        ({ name, result: { fromVersion } }) =>
          `The way back for ${name}: schema-migrator down --to ${fromVersion ?? 'none'} --env ${name}`,
      ),
    ...(left.length > 0 ? [`Not begun: ${left.join(', ')}.`] : []),
  ];
}

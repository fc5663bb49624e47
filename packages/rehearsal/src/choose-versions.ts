import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import {
  type AcceptedDifference,
  type Migration,
  type RepeatableFile,
  readAcceptedDifferences,
  readMigrations,
  repeatableFiles,
} from '@schema-service/migrator';
import {
  frozenVersions,
  migrationsFolder,
  schemaFile,
  versionFolder,
  workingSchemaFolder,
} from '@schema-service/repository';
import { loadSchemaSources, parseSchema, type SchemaModel } from '@schema-service/schema-model';
import semver from 'semver';
import type { RehearsalOptions } from './rehearsal-options.ts';

/** What a rehearsal goes between. */
export interface RehearsalVersions {
  /** `null` is the empty database. */
  readonly fromVersion: string | null;
  readonly version: string;
  /** What the database has to be at `version`. */
  readonly model: SchemaModel;
  /** All up to `version`. */
  readonly migrations: readonly Migration[];
  /** The scripts that run again when they change: those that the version before was released with, and those to try. */
  readonly repeatables: {
    readonly before: readonly RepeatableFile[];
    readonly after: readonly RepeatableFile[];
  };
  /** Differences from the schema that may stay. */
  readonly accepted: readonly AcceptedDifference[];
}

/**
 * Finds the version to try and the one that it starts from: the one before it,
 * or for a version in work the last frozen one.
 *
 * @throws SchemaServiceError REHEARSAL_NOTHING_IN_WORK, REHEARSAL_VERSION_UNKNOWN, and what reading
 *   migrations and the schema throws
 */
export async function chooseVersions({
  root,
  version: wanted,
  working,
}: Pick<RehearsalOptions, 'root' | 'version' | 'working'>): Promise<RehearsalVersions> {
  // Those of one line: a wanted version may be on an old one.
  const folder = join(root, migrationsFolder);
  const migrations = await readMigrations(folder, {
    mayBeEmpty: true,
    to: wanted,
  });
  const versions = [...new Set(migrations.map(({ version }) => version))];
  const frozen = frozenVersions(root);
  const scriptsOf = (version: string, direction: 'up' | 'down'): readonly RepeatableFile[] =>
    repeatableFiles({ migrations: folder }, version, direction);
  const latest = versions.at(-1);
  // Where no migration is in work, scripts may be.
  const areScriptsAlone =
    wanted === undefined &&
    latest !== undefined &&
    frozen.includes(latest) &&
    areOthers(scriptsOf(latest, 'up'), scriptsOf(latest, 'down'));
  const version = wanted ?? (areScriptsAlone ? latest : inWork(versions, frozen));
  if (!versions.includes(version)) throw unknown(version, versions);
  const earlier = versions.filter((other) => semver.lt(other, version));
  const isFrozen = frozen.includes(version) && !areScriptsAlone;
  const fromVersion = areScriptsAlone
    ? version
    : (earlier.findLast((other) => isFrozen || frozen.includes(other)) ?? null);
  const model = isFrozen
    ? await readSchema(join(root, versionFolder(version), schemaFile))
    : (working ?? (await readSchema(join(root, workingSchemaFolder))));
  return {
    fromVersion,
    version,
    model,
    migrations: migrations.filter((migration) => semver.lte(migration.version, version)),
    repeatables: {
      before: fromVersion === null ? [] : scriptsOf(fromVersion, 'down'),
      after: scriptsOf(version, isFrozen ? 'down' : 'up'),
    },
    accepted: readAcceptedDifferences(folder),
  };
}

function areOthers(some: readonly RepeatableFile[], others: readonly RepeatableFile[]): boolean {
  const text = (files: readonly RepeatableFile[]): string =>
    files.map(({ name, script: { checksum } }) => `${name} ${checksum}`).join('\n');
  return text(some) !== text(others);
}

const readSchema = async (path: string): Promise<SchemaModel> =>
  parseSchema(await loadSchemaSources(path));

function inWork(versions: readonly string[], frozen: readonly string[]): string {
  const latest = versions.at(-1);
  if (latest !== undefined && !frozen.some((other) => semver.gte(other, latest))) return latest;
  throw new SchemaServiceError({
    code: 'REHEARSAL_NOTHING_IN_WORK',
    message: 'There is no migration to try.',
    why: `Every version in migrations/ is frozen: ${versions.join(', ') || 'there is none'}.`,
    fix: 'Write a migration of a new version, or name the version to try.',
    meta: { versions },
  });
}

function unknown(version: string, versions: readonly string[]): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REHEARSAL_VERSION_UNKNOWN',
    message: `There are no migrations of version ${version}.`,
    why: `migrations/ has those of ${versions.join(', ') || 'no version'}.`,
    fix: 'Name one of them.',
    meta: { version, versions },
  });
}

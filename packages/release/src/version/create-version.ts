import { SchemaServiceError } from '@schema-service/errors';
import { frozenVersions, loadConfig } from '@schema-service/repository';
import { planWork } from '../plan/plan-work.ts';
import { refuseInvalid } from '../refuse-invalid.ts';
import type { RepeatableChange } from '../repeatables.ts';
import { type AppliedPlan, type ApplyOptions, applyPlan } from './apply-plan.ts';
import { findClientPackage, unreleasedVersion } from './find-client-package.ts';

/** What the release is to be, where that is not to be found out. */
export interface CreateVersionOptions extends ApplyOptions {
  /** Default: the version that `changeset version` gave the client package. */
  readonly version?: string;
  /** The text of `changelog.md`. Default: that version's part of the client package's CHANGELOG.md, and what the changes mean for services. */
  readonly changelog?: string;
}

/** What became of the working schema. */
export type CreatedVersion =
  | ({ readonly kind: 'versionCreated' } & AppliedPlan)
  | {
      /** The generated packages are still at a version that is frozen, or at none: there is nothing to release. */
      readonly kind: 'nothingToRelease';
      readonly version: string;
    };

/**
 * Makes a release out of what is in work, to run after `changeset version`: the
 * version is the one that it gave the client package, and what {@link planWork} says then is
 * done: the migrations in work move to a folder of that version, and schema, changelog,
 * structure and metadata are frozen. What is refused leaves the repository as it was.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING, what is wrong with the schema or with earlier
 *   releases, and what {@link applyPlan} throws
 */
export async function createVersion(
  root: string,
  { version: given, changelog, ...options }: CreateVersionOptions,
): Promise<CreatedVersion> {
  const version = given ?? (await findClientPackage(root, loadConfig(root))).version;
  refuseInvalid(version, options.date);
  const isUnreleased = given === undefined && version === unreleasedVersion;
  if (isUnreleased || frozenVersions(root).includes(version)) {
    return { kind: 'nothingToRelease', version };
  }
  const plan = await planWork(root, {
    version,
    ...(changelog === undefined ? {} : { changelog }),
    ...(options.diff === undefined ? {} : { diff: options.diff }),
  });
  if (options.appliesTo?.length && plan.migrations.length === 0) throw nothingToApply(version);
  if (options.appliesTo?.length && plan.repeatables) throw ofItsLine(version, plan.repeatables);
  return { kind: 'versionCreated', ...(await applyPlan(root, plan, options)) };
}

function nothingToApply(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_HOTFIX_REFUSED',
    message: `${version} has no migration that databases of a later line could take.`,
    fix: 'Release it without --applies-to.',
    meta: { version },
  });
}

/** Databases of a later line have the scripts of their own version. */
function ofItsLine(version: string, scripts: readonly RepeatableChange[]): SchemaServiceError {
  const names = scripts.map(({ name }) => name).join(', ');
  return new SchemaServiceError({
    code: 'RELEASE_HOTFIX_REFUSED',
    message: `${version} changes repeatable scripts, which databases of a later line have from a release of that line: ${names}.`,
    why: 'A database runs the scripts of the version that it is at.',
    fix: 'Release it without --applies-to, and change the scripts in a release of the later line, too.',
    meta: { version, repeatables: scripts.map(({ name }) => name) },
  });
}

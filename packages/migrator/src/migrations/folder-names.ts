import { SchemaServiceError } from '@schema-service/errors';
import { SQUASH_SCRIPT } from '../squash/squash-file.ts';
import type { FolderEntries } from './folder-entries.ts';
import { isVersion, meantVersion } from './version.ts';

/**
 * In the folder of migrations, beside the versions: scripts that are run again when they change. In the folder of a
 * version: those that it was released with.
 */
export const REPEATABLE_FOLDER = 'repeatable';

/** Beside them: scripts of the operator's around migrations. */
export const HOOKS_FOLDER = 'hooks';

const MIGRATION_NAME = /^(\d{3,9})_[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** `1.0`, `v1.0.0`, `1.0.0-rc.1`: what somebody would name a version's folder. */
const LIKE_A_VERSION = /^v?\d+(?:\.\d+)+(?:[-+][\w.+-]+)?$/i;

/** `001_init`, `002_reviews.sql`: what somebody would name a migration. */
const LIKE_A_MIGRATION = /^\d+_.*$/;

/**
 * The folders in the folder of migrations, each of which has to be a version, or that of repeatable scripts or of hooks. A
 * file that has the name of one is refused too; a README is passed over.
 *
 * @throws SchemaServiceError MIGRATION_NAME_INVALID
 */
export function versionsIn({ folders, files }: FolderEntries): readonly string[] {
  const versions = folders.filter((name) => name !== REPEATABLE_FOLDER && name !== HOOKS_FOLDER);
  for (const name of versions) if (!isVersion(name)) throw notAVersion(name);
  const file = files.find((name) => LIKE_A_VERSION.test(name));
  if (file === undefined) return versions;
  throw nameInvalid(
    file,
    `${file} is a file, and a version is a folder.`,
    'It would be passed over, with all that belongs to the version.',
    'Put the folder of the version in its place, or move the file out of the folder of migrations.',
  );
}

/**
 * The number of a migration's name.
 *
 * @throws SchemaServiceError MIGRATION_NAME_INVALID
 */
export function sequenceOf(version: string, id: string): number {
  const digits = MIGRATION_NAME.exec(id)?.[1];
  if (digits !== undefined) return Number(digits);
  throw nameInvalid(
    `${version}/${id}`,
    `${version}/${id} is not a migration's name.`,
    'A migration is a number of at least three digits, `_`, and a name of letters, digits, `_` and `-`.',
    'Name it like 007_add_invoices.',
  );
}

/**
 * A script beside the folders of a version would never run. The squashed one is for those who take the release.
 *
 * @throws SchemaServiceError MIGRATION_NAME_INVALID
 */
export function refuseLooseScripts(version: string, { files }: FolderEntries): void {
  const file = files.find(
    (name) => LIKE_A_MIGRATION.test(name) || (name.endsWith('.sql') && name !== SQUASH_SCRIPT),
  );
  if (file === undefined) return;
  const name = file.replace(/(?:\.up|\.down)?\.sql$/, '');
  const id = MIGRATION_NAME.test(name) ? name : '007_add_invoices';
  throw nameInvalid(
    `${version}/${file}`,
    `${version}/${file} is a file, and a migration is a folder with an up.sql.`,
    'It would be passed over.',
    `Move it to ${version}/${id}/up.sql, or out of the folder of migrations.`,
  );
}

function notAVersion(name: string): SchemaServiceError {
  const meant = LIKE_A_VERSION.test(name) ? meantVersion(name) : undefined;
  return nameInvalid(
    name,
    `${name} is not a version.`,
    'Migrations lie in folders named after the semver version that they belong to.',
    `Name it like ${meant ?? '1.2.0'}, or move it out of the folder of migrations.`,
  );
}

function nameInvalid(path: string, message: string, why: string, fix: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_NAME_INVALID',
    message,
    why,
    fix,
    meta: { path },
  });
}

import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import compare from 'semver/functions/compare.js';
import valid from 'semver/functions/valid.js';

/** Where a migration lies, known from names alone: no file has been read yet. */
export interface MigrationFolder {
  readonly kind: 'migrationFolder';
  readonly id: string;
  readonly version: string;
  readonly sequence: number;
  /** Relative to the folder of migrations, with `/`. */
  readonly path: string;
}

const MIGRATION_NAME = /^(\d{3,9})_[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * Lists `<version>/<NNN_name>/` below `directory` in the order in which they run,
 * and refuses names and numbers that leave that order open. Hidden entries and
 * plain files beside the folders (a README) are passed over.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND, MIGRATION_NAME_INVALID, MIGRATION_DUPLICATE, MIGRATION_NUMBERING
 */
export function listMigrationFolders(directory: string): readonly MigrationFolder[] {
  const versions = subfolders(directory, '');
  for (const version of versions) checkVersionName(version);
  const folders = versions.sort(compare).flatMap((version) =>
    subfolders(directory, version)
      .map((name) => parseFolder(version, name))
      .sort((a, b) => a.sequence - b.sequence),
  );
  checkNumbering(folders);
  return folders;
}

function subfolders(directory: string, path: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(directory, path), { withFileTypes: true });
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'MIGRATIONS_NOT_FOUND',
        message: `The folder of migrations cannot be read: ${join(directory, path)}`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Give the folder that holds <version>/<NNN_name>/up.sql.',
        meta: { directory },
      },
      { cause },
    );
  }
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name);
}

function checkVersionName(version: string): void {
  if (valid(version) === version) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_NAME_INVALID',
    message: `${version} is not a version.`,
    why: 'Migrations lie in folders named after the semver version that they belong to.',
    fix: 'Name it like 1.2.0, or move it out of the folder of migrations.',
    meta: { path: version },
  });
}

function parseFolder(version: string, id: string): MigrationFolder {
  const path = `${version}/${id}`;
  const digits = MIGRATION_NAME.exec(id)?.[1];
  if (!digits) {
    throw new SchemaServiceError({
      code: 'MIGRATION_NAME_INVALID',
      message: `${path} is not a migration's name.`,
      why: 'A migration is a number of at least three digits, `_`, and a name of letters, digits, `_` and `-`.',
      fix: 'Name it like 007_add_invoices.',
      meta: { path },
    });
  }
  return { kind: 'migrationFolder', id, version, sequence: Number(digits), path };
}

function checkNumbering(folders: readonly MigrationFolder[]): void {
  folders.forEach((folder, index) => {
    const previous = folders[index - 1];
    if (!previous || folder.sequence > previous.sequence) return;
    const duplicate = folders.slice(0, index).find((other) => other.sequence === folder.sequence);
    throw new SchemaServiceError({
      code: duplicate ? 'MIGRATION_DUPLICATE' : 'MIGRATION_NUMBERING',
      message: duplicate
        ? `${duplicate.path} and ${folder.path} have the same number.`
        : `${folder.path} has a lower number than ${previous.path}, which runs before it.`,
      why: 'Numbers run on over the versions, so that there is one order.',
      fix: 'Give the newer one, which has not been released, the next free number.',
      meta: { path: folder.path, previous: (duplicate ?? previous).path },
    });
  });
}

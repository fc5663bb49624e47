import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { codeOf } from '../connection/connection-error.ts';
import { type FolderEntries, listFolder } from './folder-entries.ts';
import { REPEATABLE_FOLDER, refuseLooseScripts, sequenceOf, versionsIn } from './folder-names.ts';
import { compareVersions } from './version.ts';
import {
  type Hotfix,
  type LineVersion,
  lineTo,
  PREVIOUS_FILE,
  readLinks,
  type VersionLinks,
} from './version-line.ts';

/** Where a migration lies, known from names alone: no file has been read yet. */
export interface MigrationFolder {
  readonly kind: 'migrationFolder';
  readonly id: string;
  readonly version: string;
  readonly sequence: number;
  /** Relative to the folder of migrations, with `/`. */
  readonly path: string;
  readonly hotfix?: Hotfix;
}

export interface FolderOptions {
  /** For a repository in work, which may have none yet. Default false: to move a database there must be some. */
  readonly mayBeEmpty?: boolean;
  /** The version to go to, which may be on an old line. Default: the highest. */
  readonly to?: string | undefined;
  /** The versions whose scripts may be gone, because a squashed script stands for them. */
  readonly squashed?: ReadonlySet<string>;
}

/**
 * Lists `<version>/<NNN_name>/` below `directory` in the order in which they run,
 * and refuses names and numbers that leave that order open, and what looks like
 * a migration and would be passed over. Hidden entries and other files beside
 * the folders (a README) are. Versions of another line than that of `to` are left out: where 1.1.1 and 2.0.0 were both
 * written after 1.1.0, a database at 2.0.0 gets the migrations of 1.1.1 only where one of the two says so.
 *
 * @throws SchemaServiceError MIGRATIONS_NOT_FOUND, MIGRATION_NAME_INVALID, MIGRATION_DUPLICATE, MIGRATION_NUMBERING,
 *   MIGRATION_EMPTY, MIGRATION_FILE_UNREADABLE
 */
export function listMigrationFolders(
  directory: string,
  { mayBeEmpty = false, squashed, to }: FolderOptions = {},
): readonly MigrationFolder[] {
  if (mayBeEmpty && !existsSync(directory)) return [];
  const found = listReadable(directory, '.');
  const versions = [...versionsIn(found)].sort(compareVersions);
  if (versions.length === 0 && !mayBeEmpty && !squashed) throw noVersions(directory, found);
  const linked = new Set<string>();
  const folders = versions.flatMap((version) => {
    const entries = listReadable(directory, version);
    refuseLooseScripts(version, entries);
    const ids = entries.folders.filter((name) => name !== REPEATABLE_FOLDER);
    if (ids.length === 0 && !mayBeEmpty && !squashed?.has(version)) {
      throw emptyVersion(version);
    }
    if (entries.files.includes(PREVIOUS_FILE)) linked.add(version);
    return ids
      .map((id): MigrationFolder => {
        const sequence = sequenceOf(version, id);
        return { kind: 'migrationFolder', id, version, sequence, path: `${version}/${id}` };
      })
      .sort((a, b) => a.sequence - b.sequence);
  });
  return onLine(folders, versions, to, (version) =>
    linked.has(version) ? readLinks(directory, version) : {},
  );
}

/** The folders of one line: that of the highest version, or that of `to` where it is on another. */
function onLine(
  folders: readonly MigrationFolder[],
  versions: readonly string[],
  to: string | undefined,
  readLinksOf: (version: string) => VersionLinks,
): readonly MigrationFolder[] {
  const links = new Map<string, VersionLinks>();
  const linksOf = (version: string): VersionLinks => {
    const known = links.get(version) ?? readLinksOf(version);
    links.set(version, known);
    return known;
  };
  const foldersTo = (version: string): readonly MigrationFolder[] =>
    ofLine(folders, lineTo(version, versions, linksOf));
  const highest = versions.at(-1);
  if (highest === undefined) return folders;
  const isElsewhere = (line: readonly MigrationFolder[]): boolean =>
    to !== undefined && versions.includes(to) && !line.some(({ version }) => version === to);
  const ofHighest = foldersTo(highest);
  const line = to !== undefined && isElsewhere(ofHighest) ? foldersTo(to) : ofHighest;
  checkNumbering(line.filter(({ hotfix }) => !hotfix));
  // The numbers of a hotfix run on in its own line, and its name is its own in every one.
  for (const version of new Set(line.filter(({ hotfix }) => hotfix).map((one) => one.version))) {
    checkNumbering(foldersTo(version).filter(({ hotfix }) => !hotfix));
  }
  refuseSameName(line);
  return line;
}

function ofLine(
  folders: readonly MigrationFolder[],
  line: readonly LineVersion[],
): readonly MigrationFolder[] {
  const byVersion = new Map(line.map((one) => [one.version, one]));
  return folders.flatMap((folder) => {
    const found = byVersion.get(folder.version);
    if (!found) return [];
    return [found.hotfix ? { ...folder, hotfix: found.hotfix } : folder];
  });
}

function refuseSameName(folders: readonly MigrationFolder[]): void {
  if (!folders.some(({ hotfix }) => hotfix)) return;
  const byId = new Map<string, MigrationFolder>();
  for (const folder of folders) {
    const other = byId.get(folder.id);
    byId.set(folder.id, folder);
    if (!other) continue;
    throw new SchemaServiceError({
      code: 'MIGRATION_DUPLICATE',
      message: `${other.path} and ${folder.path} have the same name.`,
      why: 'A database that takes both tells them apart by their names.',
      fix: 'Release the hotfix again under another name, such as 007_add_invoices_hotfix.',
      meta: { path: folder.path, previous: other.path },
    });
  }
}

function listReadable(directory: string, path: string): FolderEntries {
  const folder = join(directory, path);
  try {
    return listFolder(folder);
  } catch (cause) {
    if (cause instanceof SchemaServiceError) throw cause;
    throw notFound(folder, explainListing(cause), { cause });
  }
}

function explainListing(cause: unknown): string {
  const code = codeOf(cause);
  if (code === 'ENOENT') return 'There is no such folder.';
  if (code === 'ENOTDIR') return 'It is a file and not a folder.';
  return cause instanceof Error ? cause.message : String(cause);
}

function noVersions(directory: string, { files }: FolderEntries): SchemaServiceError {
  const seen = files.length === 0 ? 'is empty' : `has ${files.slice(0, 5).join(', ')}`;
  return notFound(directory, `No folder in it is named after a version; it ${seen}.`);
}

function notFound(folder: string, why: string, options?: ErrorOptions): SchemaServiceError {
  const path = resolve(folder);
  return new SchemaServiceError(
    {
      code: 'MIGRATIONS_NOT_FOUND',
      message: `There are no migrations in ${path}.`,
      why,
      fix: 'Give the folder that holds <version>/<NNN_name>/up.sql, such as 1.0.0/001_init/up.sql: --dir PATH',
      meta: { directory: path },
    },
    options,
  );
}

function emptyVersion(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_EMPTY',
    message: `${version} has no migration.`,
    why: 'A version whose migrations are missing would count as reached without them.',
    fix: `Put its migrations there, such as ${version}/001_init/up.sql, or remove the folder.`,
    meta: { path: version },
  });
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
      fix: 'Give the newer one, which has not been released, the next free number, as `schemactl migration renumber` does.',
      meta: { path: folder.path, previous: (duplicate ?? previous).path },
    });
  });
}

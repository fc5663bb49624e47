import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { type ClientVerdict, findVerdicts } from '../clients/client-verdict.ts';
import { compareVersions, isVersion } from '../migrations/version.ts';
import type { ReleaseFiles } from './release-files.ts';

/** Releases that were read, and which of them is the latest. */
export interface FoundReleases {
  readonly releases: readonly ReleaseFiles[];
  readonly latest: string | undefined;
  /** How clients fare on databases, beside what the releases recorded: those of earlier tools recorded nothing. */
  readonly clients?: readonly ClientVerdict[];
}

/**
 * The folder of an installed package, or one that is named as a path.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_NOT_FOUND
 */
export function findReleaseFolder(from: string, cwd: string): string {
  const isPath = /^(?:\.{0,2}[\\/]|\.{1,2}$|[A-Za-z]:[\\/])/.test(from);
  const folders = isPath ? [] : installFolders(from, cwd);
  const found = [...folders, resolve(cwd, from)].find(isFolder);
  if (found !== undefined) return found;
  throw new SchemaServiceError({
    code: 'MIGRATION_SOURCE_NOT_FOUND',
    message: isPath ? `There is no folder ${resolve(cwd, from)}.` : `${from} is not installed.`,
    ...(isPath ? {} : { why: `No node_modules at or above ${cwd} has it.` }),
    fix: isPath
      ? 'Give the folder of a schema repository, or of a package of migrations.'
      : `Install it here: npm install ${from}. Or give a folder as ./PATH, or the URL of a Schema API.`,
    meta: { from },
  });
}

function installFolders(name: string, cwd: string): readonly string[] {
  const places = createRequire(join(cwd, 'package.json')).resolve.paths(name) ?? [];
  return places.map((place) => join(place, name));
}

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/**
 * Reads the releases of a package of migrations, or of a schema repository: what
 * the folders `migrations` and `schema/versions` have. The latest is the version
 * that the package is, or the highest that is no prerelease.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_INVALID, MIGRATION_FILE_UNREADABLE
 */
export function readReleaseFolder(folder: string, from: string): FoundReleases {
  const versions = foldersIn(join(folder, 'schema', 'versions')).filter((version) =>
    existsSync(join(folder, 'schema', 'versions', version, 'metadata.json')),
  );
  if (versions.length === 0) {
    throw new SchemaServiceError({
      code: 'MIGRATION_SOURCE_INVALID',
      message: `${from} has no release.`,
      why: `${join(folder, 'schema', 'versions')} has no VERSION/metadata.json, by which migrations are verified.`,
      fix: 'Give a package of migrations or a schema repository; a folder that nobody vouches for is given by --dir.',
      meta: { from, folder },
    });
  }
  // One that is not released is told as that, and not passed over.
  const all = new Set([...versions, ...foldersIn(join(folder, 'migrations'))]);
  const releases = [...all].map(
    (version): ReleaseFiles => ({
      version,
      metadata: readJson(join(folder, 'schema', 'versions', version, 'metadata.json')),
      files: readFiles(join(folder, 'migrations', version)),
    }),
  );
  const manifest = readJson(join(folder, 'package.json')) as { readonly version?: unknown } | null;
  const own = versions.find((version) => version === manifest?.version);
  const latest = versions
    .filter((version) => !version.includes('-'))
    .sort(compareVersions)
    .at(-1);
  const clients = findVerdicts({ migrations: join(folder, 'migrations') });
  return { releases, latest: own ?? latest, clients };
}

const foldersIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => isVersion(name)) : [];

/** `null` where there is no file, or no JSON in it: verifying tells it. */
function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Every file below a folder by its path in it, hidden ones aside. */
function readFiles(folder: string): ReadonlyMap<string, Uint8Array> {
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => !/(?:^|\/)\./.test(name) && !isFolder(join(folder, name)))
      .sort()
      .map((name) => [name, readFileSync(join(folder, name))]),
  );
}

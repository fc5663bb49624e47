import type { DatabaseStructure } from '../catalog/database-structure.ts';
import { parseStructure } from '../catalog/structure-file.ts';
import type { ClientVerdict } from '../clients/client-verdict.ts';
import type { Migration } from '../migrations/migration.ts';
import { migrationOf } from '../migrations/read-migrations.ts';
import type { Hotfix } from '../migrations/version-line.ts';
import {
  type RepeatableFile,
  type RepeatableSets,
  repeatableOf,
} from '../repeatable/read-repeatables.ts';
import { chooseHistory, releaseLineTo } from './choose-history.ts';
import { downloadReleases, shownAddress } from './download-releases.ts';
import { type FoundReleases, findReleaseFolder, readReleaseFolder } from './read-release-folder.ts';
import { repeatablePath, STRUCTURE_FILE } from './release-files.ts';
import { withReleasedSquash } from './released-squash.ts';
import { type VerifiedRelease, verifyReleases } from './verify-releases.ts';

/** Released migrations, verified: options for every command that takes a folder of migrations. */
export interface MigrationSource {
  readonly kind: 'migrationSource';
  /** Where they come from, as it may be shown. */
  readonly from: string;
  /** The releases that they belong to, the first one first. */
  readonly versions: readonly string[];
  readonly migrations: readonly Migration[];
  readonly snapshots: ReadonlyMap<string, DatabaseStructure>;
  /** The scripts that each version was released with, which run again when they change. */
  readonly repeatables: RepeatableSets;
  /** How clients fare on databases, as the releases recorded it; of those of earlier tools as it was judged since. */
  readonly clients: readonly ClientVerdict[];
  /** The version to go to. Where a release has no migrations, it is the one before it that has. */
  readonly to?: string;
}

export interface MigrationSourceOptions {
  /** The version that a command goes to, as it was given. */
  readonly to?: string;
  /** For a Schema API that asks for one, where its address has no login. */
  readonly token?: string;
  /** Where packages are installed. Default: the working folder. */
  readonly cwd?: string;
}

/**
 * Takes released migrations from an installed package (`@org/db-migrations`), a
 * Schema API (`https://...`), or a folder that is such a package or a schema
 * repository. Everything is held against the digests of the release, and kept in
 * memory: what runs is what was verified.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_NOT_FOUND, MIGRATION_SOURCE_INVALID, MIGRATION_SOURCE_UNREACHABLE,
 *   MIGRATION_SOURCE_VERSION_UNKNOWN, MIGRATION_SOURCE_EDITED, MIGRATION_SNAPSHOT_INVALID
 */
export async function openMigrationSource(
  given: string,
  { to, token, cwd = process.cwd() }: MigrationSourceOptions = {},
): Promise<MigrationSource> {
  const isAddress = /^https?:\/\//i.test(given);
  const from = isAddress ? shownAddress(given) : given;
  const found = isAddress
    ? await downloadReleases(given, {
        ...(to === undefined ? {} : { to }),
        ...(token === undefined ? {} : { token }),
      })
    : readReleaseFolder(findReleaseFolder(given, cwd), from);
  return migrationSourceOf(found, { from, ...(to === undefined ? {} : { to }) });
}

/**
 * The migrations of releases, verified as those of {@link openMigrationSource} are, for who has the
 * releases already.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_VERSION_UNKNOWN, MIGRATION_SOURCE_EDITED, MIGRATION_SNAPSHOT_INVALID
 */
export function migrationSourceOf(
  { releases, latest, clients = [] }: FoundReleases,
  { from, to }: { readonly from: string; readonly to?: string },
): MigrationSource {
  const goal = to === undefined ? {} : { to };
  const history = chooseHistory(verifyReleases(releases, from), { ...goal, latest, from });
  const migrations = releaseLineTo(history, history.at(-1)?.version ?? null).flatMap(
    ({ release, hotfix }) => migrationsOf(release, hotfix),
  );
  return {
    kind: 'migrationSource',
    from,
    versions: history.map(({ version }) => version),
    migrations: withReleasedSquash(migrations, history, to),
    snapshots: new Map(history.flatMap(snapshotOf)),
    repeatables: new Map(history.flatMap(repeatablesOf)),
    // What a release recorded counts, as the later one of a pair.
    clients: [...clients, ...history.flatMap((release) => release.clients ?? [])],
    ...(to === undefined ? {} : { to: versionWithMigrations(history, to) }),
  };
}

function migrationsOf(
  { version, migrations, files }: VerifiedRelease,
  hotfix: Hotfix | undefined,
): readonly Migration[] {
  return migrations.map(({ id }) => {
    const folder = { id, version, sequence: Number.parseInt(id, 10), path: `${version}/${id}` };
    return migrationOf(hotfix ? { ...folder, hotfix } : folder, (path) =>
      files.get(path.slice(version.length + 1)),
    );
  });
}

function repeatablesOf({
  version,
  repeatables = [],
  files,
}: VerifiedRelease): [string, readonly RepeatableFile[]][] {
  const read = repeatables.flatMap(({ name }) => {
    const bytes = files.get(repeatablePath(name));
    return bytes === undefined ? [] : [repeatableOf(version, name, bytes)];
  });
  return read.length === 0 ? [] : [[version, read]];
}

function snapshotOf({ version, files }: VerifiedRelease): [string, DatabaseStructure][] {
  const bytes = files.get(STRUCTURE_FILE);
  if (bytes === undefined) return [];
  return [[version, parseStructure(Buffer.from(bytes).toString(), `${version}/${STRUCTURE_FILE}`)]];
}

/** The database of a release without migrations is that of the one before it. */
function versionWithMigrations(history: readonly VerifiedRelease[], to: string): string {
  const end = history.findIndex(({ version }) => version === to);
  const reached = history.slice(0, end + 1).findLast(({ migrations }) => migrations.length > 0);
  return reached?.version ?? to;
}

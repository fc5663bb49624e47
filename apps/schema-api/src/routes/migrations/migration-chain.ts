import type { CatalogRelease, ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import { chooseHistory } from '@schema-service/migrator';
import { findRelease, versionNotFound } from '../../releases/find-release.ts';

/** The way between two versions: the releases whose migrations run, in the order in which they do. */
export interface MigrationChain {
  /** `null` is the empty database. */
  readonly from: string | null;
  readonly to: string;
  readonly direction: 'up' | 'down';
  readonly releases: readonly CatalogRelease[];
}

/**
 * Releases are a tree by what each was built on: a way leads up to a version that is built on
 * another, or down to the one that it is built on. Between two lines there is none. The hotfixes
 * of older lines that apply to a version are on the way to it, and a way from it has them behind.
 *
 * @throws SchemaServiceError VERSION_NOT_FOUND, MIGRATION_WAY_UNKNOWN, MIGRATION_IRREVERSIBLE
 */
export async function findChain(
  catalog: ReleaseCatalog,
  from: string | null,
  to: string,
): Promise<MigrationChain> {
  const versions = await catalog.listVersions();
  const lineOf = async (version: string): Promise<readonly string[]> => {
    if (!versions.some((one) => one.version === version))
      throw await versionNotFound(catalog, version);
    const line = chooseHistory(versions, { to: version, latest: undefined, from: 'the catalog' });
    const names = line.map((release) => release.version);
    return names.slice(0, names.indexOf(version) + 1);
  };
  const toLine = await lineOf(to);
  const fromLine = from === null ? [] : await lineOf(from);
  const read = (line: readonly string[], done: readonly string[]): Promise<CatalogRelease[]> =>
    Promise.all(
      line.filter((version) => !done.includes(version)).map((name) => findRelease(catalog, name)),
    );
  if (from === null || toLine.includes(from)) {
    return { from, to, direction: 'up', releases: await read(toLine, fromLine) };
  }
  if (!fromLine.includes(to)) throw noWay(from, to, fromLine, toLine);
  const releases = (await read(fromLine, toLine)).reverse();
  refuseIrreversible(releases);
  return { from, to, direction: 'down', releases };
}

function noWay(
  from: string,
  to: string,
  fromLine: readonly string[],
  toLine: readonly string[],
): SchemaServiceError {
  const common = fromLine.findLast((version) => toLine.includes(version));
  return new SchemaServiceError({
    code: 'MIGRATION_WAY_UNKNOWN',
    message: `There is no way from ${from} to ${to}.`,
    why:
      common === undefined
        ? 'They are built on no common version.'
        : `Both are built on ${common}, and neither on the other.`,
    fix:
      common === undefined
        ? 'Choose versions of one line: GET /versions has what each was built on.'
        : `Go down from ${from} to ${common}, and up from there.`,
    meta: { from, to, common: common ?? null },
  });
}

function refuseIrreversible(releases: readonly CatalogRelease[]): void {
  const migrations = releases
    .flatMap((release) => release.migrations)
    .filter(({ down }) => down === null)
    .map(({ version, id }) => `${version}/${id}`);
  if (migrations.length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_IRREVERSIBLE',
    message: `${migrations.join(', ')} cannot be rolled back.`,
    why: 'There is no down.sql.',
    fix: 'Go forward with a new migration, or restore a backup.',
    meta: { migrations },
  });
}

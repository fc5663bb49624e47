import type { CatalogRelease, ReleaseCatalog } from '@schema-service/catalog';
import {
  chooseHistory,
  type MigrationSource,
  migrationSourceOf,
  type ReleaseFiles,
  squashEntries,
} from '@schema-service/migrator';
import type { VersionComparison } from '../comparison/compare-versions.ts';

/** Lines that are kept in memory: a rollout asks for one of them again and again. */
const KEPT = 4;

/** The migrations of the catalog's releases, verified by their digests. */
export type CatalogSource = (to: string | undefined) => Promise<MigrationSource>;

/**
 * Takes migrations from the catalog as the migrator takes them from a Schema API: those of the line
 * that a version is on, held against the digests of their releases.
 */
export function createCatalogSource(
  catalog: ReleaseCatalog,
  comparison: Pick<VersionComparison, 'unrecorded'>,
): CatalogSource {
  const kept = new Map<string, Promise<MigrationSource>>();
  return async (to) => {
    const [versions, latest] = await Promise.all([catalog.listVersions(), catalog.latestVersion()]);
    const from = 'the catalog';
    const goal = to === undefined ? {} : { to };
    const history = chooseHistory(versions, { from, latest, ...goal });
    // All of them: a hotfix may join a line below its last version.
    const key = `${history.map(({ version }) => version).join(' ')} ${to}`;
    const found = kept.get(key) ?? load(catalog, comparison, history, { from, ...goal });
    kept.delete(key);
    kept.set(key, found);
    found.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
    return found;
  };
}

async function load(
  catalog: ReleaseCatalog,
  comparison: Pick<VersionComparison, 'unrecorded'>,
  history: readonly { readonly version: string }[],
  goal: { readonly from: string; readonly to?: string },
): Promise<MigrationSource> {
  const releases: ReleaseFiles[] = [];
  for (const { version } of history) {
    const release = await catalog.findRelease(version);
    if (release) releases.push(releaseFiles(release));
  }
  const clients = await comparison.unrecorded(history.map(({ version }) => version));
  return migrationSourceOf({ releases, latest: history.at(-1)?.version, clients }, goal);
}

/** A release as files, as a folder of it has them. */
export function releaseFiles({
  version,
  metadata,
  migrations,
  repeatables = [],
  squash,
  structure,
}: CatalogRelease): ReleaseFiles {
  const texts = migrations.flatMap(({ id, up, down }) => [
    [`${id}/up.sql`, up] as const,
    ...(down === null ? [] : [[`${id}/down.sql`, down] as const]),
  ]);
  const scripts = repeatables.map(({ name, sql }) => [`repeatable/${name}.sql`, sql] as const);
  const squashed = squash ? squashEntries(squash) : [];
  const structures = structure === undefined ? [] : [['structure.json', structure] as const];
  const all = [...texts, ...scripts, ...squashed, ...structures];
  const files = new Map(all.map(([path, text]) => [path, Buffer.from(text)]));
  return { version, metadata, files, mayLackStructure: true };
}

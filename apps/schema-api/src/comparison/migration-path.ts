import type { MigrationStep } from '@schema-service/api-contract';
import type { CatalogRelease } from '@schema-service/catalog';

/** Finds a release; undefined where it is not published here. */
export type FindRelease = (version: string) => Promise<CatalogRelease | undefined>;

/**
 * The scripts that bring a database from one version to another: down to the
 * newest version that both were built on, then up. Undefined where a version on
 * the way is not published here.
 */
export async function migrationPath(
  find: FindRelease,
  from: string,
  to: string,
): Promise<readonly MigrationStep[] | undefined> {
  const [leaving, arriving] = await Promise.all([lineOf(find, from), lineOf(find, to)]);
  const shared = leaving.findIndex((one) =>
    arriving.some(({ version }) => version === one.version),
  );
  const meeting = leaving[shared];
  if (meeting === undefined) return undefined;
  const ups = arriving.slice(
    0,
    arriving.findIndex(({ version }) => version === meeting.version),
  );
  return [
    ...leaving.slice(0, shared).flatMap(downs),
    ...ups
      .reverse()
      .flatMap(({ migrations }) =>
        migrations.map(
          ({ version, id, up }): MigrationStep => ({ version, id, direction: 'up', sql: up }),
        ),
      ),
  ];
}

function downs({ migrations }: CatalogRelease): readonly MigrationStep[] {
  return migrations
    .map(({ version, id, down }): MigrationStep => ({ version, id, direction: 'down', sql: down }))
    .reverse();
}

/** A release and those that it was built on, the newest first, as far as they are published here. */
async function lineOf(find: FindRelease, version: string): Promise<readonly CatalogRelease[]> {
  const line: CatalogRelease[] = [];
  for (let next: string | null = version; next !== null; ) {
    const release: CatalogRelease | undefined = await find(next);
    if (release === undefined || line.some((one) => one.version === release.version)) break;
    line.push(release);
    next = release.metadata.previous;
  }
  return line;
}

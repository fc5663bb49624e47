import type { MigrationStep } from '@schema-service/api-contract';
import type { CatalogRelease } from '@schema-service/catalog';
import { type FindRelease, releaseLine } from '../releases/release-line.ts';

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
  const [leaving, arriving] = await Promise.all([releaseLine(find, from), releaseLine(find, to)]);
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

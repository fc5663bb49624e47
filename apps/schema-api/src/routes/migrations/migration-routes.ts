import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { endpoints } from '@schema-service/api-contract';
import type { CatalogRelease, ReleaseCatalog } from '@schema-service/catalog';
import type { VersionComparison } from '../../comparison/compare-versions.ts';
import { routeOf } from '../../http/route-of.ts';
import type { Resource } from '../../plugins/representations.ts';
import { exactVersion, exactVersions } from '../../releases/exact-version.ts';
import { findRelease } from '../../releases/find-release.ts';
import { jsonContent } from '../../serving/json-content.ts';
import { findChain, type MigrationChain } from './migration-chain.ts';
import { migrationEffects } from './migration-effects.ts';
import { releaseArchive } from './release-archive.ts';

/** `GET /migrations/:version`: that version's own migrations, or with `from` those between two versions; and what they lock. */
export const migrationRoutes: FastifyPluginAsyncTypebox<{
  readonly catalog: ReleaseCatalog;
  readonly comparison: VersionComparison;
}> = async (server, { catalog, comparison }) => {
  async function unrecorded(version: string): Promise<object> {
    const { releases } = await findChain(catalog, null, version);
    const clients = await comparison.unrecorded(releases.map((release) => release.version));
    return clients.length === 0 ? {} : { clients };
  }

  server.route({
    ...routeOf(endpoints.getMigrationEffects),
    preHandler: exactVersions(catalog),
    handler: (request, reply) => {
      const { version } = request.params;
      const make = async () => jsonContent(migrationEffects(await findRelease(catalog, version)));
      const offer = { type: 'application/json', key: `migration effects ${version}`, make };
      return reply.represent({ lifetime: 'current', offers: [offer] });
    },
  });

  server.route({
    ...routeOf(endpoints.listMigrations),
    preHandler: exactVersions(catalog),
    handler: async (request, reply) => {
      const { version } = request.params;
      const { from: begin, format } = request.query;
      if (begin === undefined) {
        const release = (): Promise<CatalogRelease> => findRelease(catalog, version);
        return reply.represent({
          lifetime: 'fixed',
          offers: offersOf(format, `migrations ${version}`, {
            json: async () => ({
              ...ownMigrations(await release()),
              ...(await unrecorded(version)),
            }),
            archive: async () => archiveOf(version, [await release()]),
          }),
        });
      }
      const from = begin === 'none' ? null : await exactVersion(catalog, begin);
      const chain = (): Promise<MigrationChain> => findChain(catalog, from, version);
      return reply.represent({
        // A hotfix of an older line may join it, and what a tag or a range names may be another version later.
        lifetime: 'current',
        offers: offersOf(format, `migrations ${version} from ${from}`, {
          json: async () => chainRecord(await chain()),
          archive: async () => archiveOf(version, (await chain()).releases),
        }),
      });
    },
  });
};

/** As JSON and as an archive; `format` leaves one of them. */
function offersOf(
  format: 'json' | 'archive' | undefined,
  key: string,
  made: {
    readonly json: () => Promise<object>;
    readonly archive: () => Promise<ReturnType<typeof archiveOf>>;
  },
): Resource['offers'] {
  const json = {
    type: 'application/json',
    key: `${key} json`,
    make: async () => jsonContent(await made.json()),
  };
  const archive = { type: 'application/gzip', key: `${key} archive`, make: made.archive };
  if (format === undefined) return [json, archive];
  return format === 'archive' ? [archive] : [json];
}

function archiveOf(version: string, releases: readonly CatalogRelease[]) {
  const filename = `migrations-${version}.tar.gz`;
  return { type: 'application/gzip', body: releaseArchive(releases), filename };
}

function ownMigrations(release: CatalogRelease) {
  const { version, migrations, metadata } = release;
  return { version, migrations: migrations.map(withoutKind), metadata, ...known(release) };
}

function known({ structure, repeatables, squash }: CatalogRelease) {
  return {
    ...(structure === undefined ? {} : { structure }),
    ...(repeatables === undefined ? {} : { repeatables }),
    ...(squash === undefined ? {} : { squash }),
  };
}

function chainRecord({ from, to, direction, releases }: MigrationChain) {
  const ordered = releases.map(({ migrations }) =>
    direction === 'up' ? migrations : migrations.toReversed(),
  );
  return {
    ...{ version: to, from, direction },
    migrations: ordered.flat().map(withoutKind),
    releases: releases.map((release) => ({
      ...{ version: release.version, metadata: { ...release.metadata } },
      ...known(release),
    })),
  };
}

function withoutKind({ kind: _, ...migration }: CatalogRelease['migrations'][number]): object {
  return migration;
}

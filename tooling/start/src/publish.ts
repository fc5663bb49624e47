import {
  type ClientDescription,
  clientLanguages,
  createApiClient,
} from '@schema-service/api-contract';
import { root } from '@schema-service/bootstrap/options';
import { step } from '@schema-service/bootstrap/steps';
import { isSchemaServiceError } from '@schema-service/errors';
import {
  manifestFile,
  manifestText,
  openRegistries,
  promoteEverywhere,
  publishEverywhere,
  releaseManifest,
} from '@schema-service/release';
import type { RunningApi } from './api.ts';
import type { BuiltRelease } from './releases.ts';

/** Publishes releases into a running Schema API over HTTP, as `schemactl release publish` does, and promotes each. */
export async function publishReleases(
  { url, token }: RunningApi,
  built: readonly BuiltRelease[],
): Promise<void> {
  const registries = openRegistries([{ kind: 'schema-api', name: 'here', url }], [], {
    root,
    env: { SCHEMA_API_TOKEN: token },
  });
  const releases = built.map(({ release }) => release);
  for (const { release, artifacts } of built) {
    await step(`publish ${release.version}`, async (note) => {
      const manifest = manifestText(releaseManifest(release, artifacts, null, {}));
      const documents = [{ filename: manifestFile, content: manifest }];
      try {
        const published = await publishEverywhere({ release, artifacts, documents }, registries);
        const count = published.registries.flatMap(({ uploaded }) => uploaded).length;
        note(count === 0 ? 'unchanged' : `${count} packages over HTTP`);
        if (count === 0) return;
      } catch (error) {
        // Generators change while they are developed; what was published stands.
        if (!isSchemaServiceError(error) || error.code !== 'RELEASE_ALREADY_PUBLISHED') throw error;
        note('stays as it was published before; --fresh publishes what is built now');
        return;
      }
      const packages = artifacts.map(({ ecosystem, name, version }) => ({
        ecosystem,
        name,
        version,
      }));
      await promoteEverywhere({ version: release.version, packages }, releases, registries);
    });
  }
}

/** The clients of all versions, as they are served: what services may install. */
export async function publishedPackages(url: string): Promise<readonly PublishedPackage[]> {
  const api = createApiClient({ baseUrl: url });
  const { versions } = await api.listVersions();
  return Promise.all(
    versions.flatMap(({ version }) =>
      clientLanguages.map((language) => api.describeClient(version, language)),
    ),
  );
}

export type PublishedPackage = Pick<ClientDescription, 'ecosystem' | 'sha256'>;

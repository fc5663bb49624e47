import { join } from 'node:path';
import { step } from '@schema-service/bootstrap/steps';
import type { Artifact } from '@schema-service/codegen';
import { buildRelease, type ReadRelease, readReleases } from '@schema-service/release';
import { loadConfig } from '@schema-service/repository';

/** A release and its packed packages. */
export interface BuiltRelease {
  readonly release: ReadRelease;
  readonly artifacts: readonly Artifact[];
}

/** Generates and packs the clients of every frozen version; what was built before is read from the data directory. */
export async function buildReleases(
  repository: string,
  dataDirectory: string,
): Promise<readonly BuiltRelease[]> {
  const naming = loadConfig(repository);
  const releases = await readReleases(repository);
  const built: BuiltRelease[] = [];
  for (const release of releases) {
    const artifacts = await step(`build clients of ${release.version}`, async (note) => {
      const packed = await buildRelease(release, naming, {
        cacheDirectory: join(dataDirectory, 'artifacts'),
        onProgress: ({ kind, name }) => note(`${kind} ${name}`),
      });
      note(`${packed.length} packages`);
      return packed;
    });
    built.push({ release, artifacts });
  }
  return built;
}

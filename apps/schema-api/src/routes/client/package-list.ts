import type { PackageList, VersionPackage } from '@schema-service/api-contract';
import { clientLanguages } from '@schema-service/api-contract';
import type { ArtifactSummary, ReleaseCatalog } from '@schema-service/catalog';
import { findRelease } from '../../releases/find-release.ts';
import { installLines } from './install-lines.ts';

/** What was packed for a version, with the lines that install it from `publicUrl`. Throws `VERSION_NOT_FOUND`. */
export async function packageList(
  catalog: ReleaseCatalog,
  version: string,
  publicUrl: string,
): Promise<PackageList> {
  await findRelease(catalog, version);
  const artifacts = await catalog.listArtifacts({ version });
  return { version, packages: artifacts.map((one) => packageRecord(one, publicUrl)) };
}

function packageRecord(artifact: ArtifactSummary, publicUrl: string): VersionPackage {
  const { ecosystem, format, name, packageVersion, filename, size, sha256, publishedAt } = artifact;
  const language = clientLanguages.find((one) => one === artifact.language) ?? null;
  const lines = format === 'sdist' ? [] : installLines(artifact, publicUrl);
  return {
    ...{ language, ecosystem, format, name, packageVersion, filename, size, sha256, publishedAt },
    install: lines.map(({ manager, text }) => ({ manager, command: text })),
  };
}

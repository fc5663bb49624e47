import { join, relative } from 'node:path';
import { type Artifact, unpackNpm, writePackage } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';

/**
 * Writes the npm packages of a release into the workspace's packages of the
 * same names, each as its `dist/`: what `changeset publish` then publishes.
 *
 * @returns the folders that were filled, relative to the root
 * @throws SchemaServiceError `RELEASE_WORKSPACE_MISMATCH`, before anything is written
 */
export async function fillWorkspace(
  root: string,
  artifacts: readonly Artifact[],
): Promise<readonly string[]> {
  const { getPackages } = await import('@manypkg/get-packages');
  const { packages } = await getPackages(root);
  const filled = artifacts
    .filter(({ format }) => format === 'npm-tarball')
    .map((artifact) => {
      const found = packages.find(({ packageJson }) => packageJson.name === artifact.name);
      if (found?.packageJson.version !== artifact.version) {
        throw mismatch(artifact, found?.packageJson.version);
      }
      return { artifact, folder: join(found.dir, 'dist') };
    });
  for (const { artifact, folder } of filled) await writePackage(await unpackNpm(artifact), folder);
  return filled.map(({ folder }) => relative(root, folder));
}

function mismatch({ name, version }: Artifact, there: string | undefined): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_WORKSPACE_MISMATCH',
    message:
      there === undefined
        ? `No package of the workspace is named ${name}.`
        : `The package ${name} of the workspace is at ${there}, and the release at ${version}.`,
    why: 'changeset publish goes by the names and versions of the workspace.',
    fix:
      there === undefined
        ? `Add a package.json with the name, the version ${version}, and "publishConfig": { "directory": "dist" }.`
        : 'Build the version that the workspace has, or check out the one that you build.',
    meta: { package: name, version, workspace: there ?? null },
  });
}

import { join } from 'node:path';
import type { PackageNaming } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { decodeText, readFileIfThere } from '../files/read-files.ts';
import { workspacePackages } from '../package-names.ts';

/** What a package has before its first release. */
export const unreleasedVersion = '0.0.0';

/** A generated package, as the repository has it. */
export interface ClientPackage {
  readonly name: string;
  /** What `changeset version` made it. */
  readonly version: string;
  /** Its CHANGELOG.md, or nothing. */
  readonly changelog: string;
}

/**
 * Finds the package that carries the version of a release: the first of its packages that the
 * workspace has, which move together. That is the one that services depend on, if there is one.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING
 */
export async function findClientPackage(
  root: string,
  naming: PackageNaming,
): Promise<ClientPackage> {
  const names = workspacePackages(naming);
  const { getPackages } = await import('@manypkg/get-packages');
  const { packages, tool } = await getPackages(root).catch((error: unknown) => {
    throw error instanceof Error && error.message.startsWith('No package.json')
      ? noPackageJson(root)
      : error;
  });
  const found = names
    .map((name) => packages.find(({ packageJson }) => packageJson.name === name))
    .find((one) => one !== undefined);
  if (found === undefined) {
    throw new SchemaServiceError({
      code: 'RELEASE_PACKAGE_MISSING',
      message: `No package of the workspace is named ${names.join(' or ')}.`,
      why: `Its version is that of the release. The workspace (${tool.type}) has ${packages.map(({ packageJson }) => packageJson.name).join(', ') || 'no package'}.`,
      fix: 'Add the folder of one to the workspace, or correct schema.config.json.',
      meta: { names },
    });
  }
  const changelog = await readFileIfThere(join(found.dir, 'CHANGELOG.md'));
  const { name, version } = found.packageJson;
  return { name, version, changelog: decodeText(changelog) };
}

const noPackageJson = (root: string): SchemaServiceError =>
  new SchemaServiceError({
    code: 'RELEASE_PACKAGE_MISSING',
    message: 'The repository has no package.json.',
    why: `The version of a release is that of a client package of the workspace. There is no package.json in ${root} or above it.`,
    fix: 'Add one that lists the folders of the client packages as workspaces: schemactl init writes it in a new repository.',
    meta: { root },
  });

import { join } from 'node:path';
import { type PackageNaming, packageNames } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { decodeText, readFileIfThere } from '../files/read-files.ts';

/** What a package has before its first release. */
export const unreleasedVersion = '0.0.0';

/** The generated package that services depend on, as the repository has it. */
export interface ClientPackage {
  /** What `changeset version` made it. */
  readonly version: string;
  /** Its CHANGELOG.md, or nothing. */
  readonly changelog: string;
}

/**
 * Finds the client package among the workspace's packages.
 *
 * @throws SchemaServiceError RELEASE_PACKAGE_MISSING
 */
export async function findClientPackage(
  root: string,
  naming: PackageNaming,
): Promise<ClientPackage> {
  const { client } = packageNames(naming);
  const { getPackages } = await import('@manypkg/get-packages');
  const { packages, tool } = await getPackages(root);
  const found = packages.find(({ packageJson }) => packageJson.name === client);
  if (found === undefined) {
    throw new SchemaServiceError({
      code: 'RELEASE_PACKAGE_MISSING',
      message: `No package of the workspace is named ${client}.`,
      why: `Its version is that of the release. The workspace (${tool.type}) has ${packages.map(({ packageJson }) => packageJson.name).join(', ') || 'no package'}.`,
      fix: 'Add its folder to the workspace, or correct schema.config.json.',
      meta: { name: client },
    });
  }
  const changelog = await readFileIfThere(join(found.dir, 'CHANGELOG.md'));
  return { version: found.packageJson.version, changelog: decodeText(changelog) };
}

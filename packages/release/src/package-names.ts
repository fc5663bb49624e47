import { type PackageNaming, packageNames } from '@schema-service/codegen';

/** What the package of a release's migrations is called: `@org/db-migrations`. */
export const migrationsPackageName = ({ scope, name }: PackageNaming): string =>
  `${scope}/${name}-migrations`;

/**
 * The packages of a release by what the workspace calls them, all at one version:
 * those of the chosen clients and that of the migrations. The one that services
 * depend on comes first. Python's is private there, since npm has nothing of it.
 */
export function workspacePackages(naming: PackageNaming): readonly string[] {
  const { client, node, types, python } = packageNames(naming);
  const { scope, name } = naming;
  const pythonPackage = python === undefined ? undefined : `${scope}/${name}-client-python`;
  return [client, node, types, pythonPackage, migrationsPackageName(naming)].filter(
    (one) => one !== undefined,
  );
}

import type {
  CodegenTarget,
  CodegenTargetName,
  PackageNames,
  PackageNaming,
} from './codegen-target.ts';
import type { Artifact } from './generated-package.ts';
import { clientTarget } from './targets/client/client-target.ts';
import { nodeTarget } from './targets/node/node-target.ts';
import { pythonTarget } from './targets/python/python-target.ts';
import { pythonVersion } from './targets/python/python-version.ts';
import { typesTarget } from './targets/types/types-target.ts';

/** Every generated package. The Node client first: the others are made beside the processes that it needs. */
export const codegenTargets: Readonly<Record<CodegenTargetName, CodegenTarget>> = {
  node: nodeTarget,
  types: typesTarget,
  client: clientTarget,
  python: pythonTarget,
};

/** What the chosen packages are called: all of them where the naming chooses none. */
export function packageNames(
  naming: PackageNaming & { readonly clients?: never },
): Readonly<Record<CodegenTargetName, string>>;
export function packageNames(naming: PackageNaming): PackageNames;
export function packageNames(naming: PackageNaming): PackageNames {
  return Object.fromEntries(
    Object.values(codegenTargets).flatMap(({ name, packageName }) => {
      const own = packageName(naming);
      return own === undefined ? [] : [[name, own]];
    }),
  );
}

/** The targets of the packages that have a name. */
export function chosenTargets(names: PackageNames): readonly CodegenTarget[] {
  return Object.values(codegenTargets).filter(({ name }) => names[name] !== undefined);
}

/** The packages of the chosen clients in a version, as their registries know them. Pure. */
export function packageVersions(
  naming: PackageNaming,
  version: string,
): readonly Pick<Artifact, 'ecosystem' | 'name' | 'version'>[] {
  return Object.values(codegenTargets).flatMap(({ language, packageName }) => {
    const name = packageName(naming);
    if (name === undefined) return [];
    return language === 'python'
      ? { ecosystem: 'pypi', name, version: pythonVersion(version) }
      : { ecosystem: 'npm', name, version };
  });
}

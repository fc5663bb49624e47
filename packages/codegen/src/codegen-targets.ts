import type {
  CodegenOptions,
  CodegenTarget,
  CodegenTargetName,
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

/** What the generated packages are called. */
export function packageNames(naming: PackageNaming): CodegenOptions['names'] {
  const names = Object.values(codegenTargets).map(
    ({ name, packageName }) => [name, packageName(naming)] as const,
  );
  // Of every target, as the list has them.
  return Object.fromEntries(names) as Record<CodegenTargetName, string>;
}

/** The packages of a version, as their registries know them. Pure. */
export function packageVersions(
  naming: PackageNaming,
  version: string,
): readonly Pick<Artifact, 'ecosystem' | 'name' | 'version'>[] {
  return Object.values(codegenTargets).map(({ language, packageName }) => {
    const name = packageName(naming);
    return language === 'python'
      ? { ecosystem: 'pypi', name, version: pythonVersion(version) }
      : { ecosystem: 'npm', name, version };
  });
}

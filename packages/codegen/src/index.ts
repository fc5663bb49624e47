export { type ClientProblem, formatProblem } from './client-problem.ts';
export { clientProblems, refuseClientProblems } from './client-problems.ts';
export type {
  ChosenClients,
  CodegenOptions,
  CodegenTarget,
  CodegenTargetName,
  PackageNames,
  PackageNaming,
} from './codegen-target.ts';
export { codegenTargets, packageNames, packageVersions } from './codegen-targets.ts';
export { type GeneratedPackages, generateAll } from './generate-all.ts';
export type {
  Artifact,
  ClientLanguage,
  GeneratedFile,
  GeneratedPackage,
} from './generated-package.ts';
export { packNpm } from './pack/npm/pack-npm.ts';
export { unpackNpm } from './pack/npm/unpack-npm.ts';
export { type PackAllOptions, type PackProgress, packAll } from './pack-all.ts';
export * as pythonNames from './targets/python/python-names.ts';
export { type PythonNaming, pythonNaming } from './targets/python/python-naming.ts';
export { plainText } from './targets/python/python-symbols.ts';
export { pythonType } from './targets/python/python-type.ts';
export { pythonVersion } from './targets/python/python-version.ts';
export { toolVersions } from './tool-versions.ts';
export { writePackage } from './write-package.ts';

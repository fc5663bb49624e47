export type { CodegenOptions, CodegenTarget, CodegenTargetName } from './codegen-target.ts';
export type { Artifact, GeneratedFile, GeneratedPackage } from './generated-package.ts';
export { type PackageNames, type PackageNaming, packageNames } from './package-names.ts';

export {
  type ArchiveEntry,
  type ArchiveLimits,
  bundleLimits,
  packageLimits,
} from './archives/archive-problem.ts';
export { readTarGz } from './archives/read-tar.ts';
export { readZip } from './archives/read-zip.ts';
export { writeTarGz } from './archives/write-tar.ts';
export {
  checkLineage,
  checkPackages,
  contentMismatch,
  mismatches,
  type RecordOptions,
  type ReleaseRecord,
  readRecord,
} from './check-release.ts';
export { canonicalJson, isDeep, metadataDigest, seal, sha256 } from './digest.ts';
export type { InspectedPackage } from './packages/inspected-package.ts';
export {
  namespaceOf,
  npmPackageName,
  type PackageNamespace,
  pythonProjectName,
  refuseForeign,
} from './packages/package-names.ts';
export { integrityMismatch, manifestMismatch } from './packages/package-problem.ts';
export { readPackage } from './packages/read-package.ts';
export { parseMetadata } from './parse-metadata.ts';
export {
  type BundleContent,
  type BundleFiles,
  bundleInvalid,
  bundleType,
  packagesOf,
  readBundle,
  recordOf,
  writeBundle,
} from './release-bundle.ts';
export {
  isSignedBy,
  type ManifestArtifact,
  manifestFile,
  manifestText,
  parseManifest,
  type ReleaseManifest,
  releaseManifest,
  signatureFile,
  signManifest,
} from './release-manifest.ts';

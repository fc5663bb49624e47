export { findRepository, repositoryAround } from './find-repository.ts';
export { frozenVersions, latestVersion, versionsIn } from './frozen-versions.ts';
export {
  changelogFile,
  changesetsFolder,
  checksumsFile,
  configFile,
  downFile,
  frozenFiles,
  metadataFile,
  migrationFolder,
  migrationsFolder,
  schemaFile,
  structureFile,
  upFile,
  versionFolder,
  versionsFolder,
  workingSchemaFolder,
} from './layout.ts';
export { loadNaming, type Naming, namingProblem } from './naming.ts';
export { compareVersions, isPrerelease, isVersion, latestOf } from './versions.ts';

export { findRepository, repositoryAround } from './find-repository.ts';
export { frozenVersions, isWithdrawn, latestVersion, versionsIn } from './frozen-versions.ts';
export {
  changelogFile,
  changesetsFolder,
  checksumsFile,
  clientsFile,
  configFile,
  downFile,
  frozenFiles,
  layoutFile,
  metadataFile,
  migrationFolder,
  migrationsFolder,
  previousFile,
  repeatableFolder,
  schemaFile,
  squashEntries,
  squashFiles,
  structureFile,
  upFile,
  versionFolder,
  versionsFolder,
  withdrawnFile,
  workingSchemaFolder,
} from './layout.ts';
export { loadConfig, namingProblem } from './load-config.ts';
export { type JsonReading, parseJson } from './parse-json.ts';
export type {
  ClientName,
  DispatchConfig,
  FolderRegistryConfig,
  Naming,
  NotifierConfig,
  NpmRegistryConfig,
  PypiRegistryConfig,
  RegistryConfig,
  SchemaApiConfig,
  SchemaConfig,
  SlackConfig,
  WebhookConfig,
} from './schema-config.ts';
export {
  bumpBetween,
  compareVersions,
  isPrerelease,
  isVersion,
  latestOf,
  type VersionBump,
} from './versions.ts';

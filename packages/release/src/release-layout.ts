/** Where releases stand in a repository, relative to its root; findings and errors show these paths. */
export const workingSchemaFolder = 'schema';
export const versionsFolder = 'schema/versions';
export const migrationsFolder = 'migrations';

/** The checksums of all released `up.sql`, which spare an idle `up` the reading of them. Derived, so no release is judged by it. */
export const checksumsFile = 'migrations/checksums';

export const schemaFile = 'schema.prisma';
export const changelogFile = 'changelog.md';
export const metadataFile = 'metadata.json';

/** In `migrations/<version>/`: the structure that the migrations make, for the migrator to verify databases with. */
export const structureFile = 'structure.json';

/** The files of `schema/versions/<version>/`; the metadata covers the other two. */
export const frozenFiles: readonly string[] = [schemaFile, changelogFile, metadataFile];

export const versionFolder = (version: string): string => `${versionsFolder}/${version}`;
export const migrationFolder = (version: string, id: string): string =>
  `${migrationsFolder}/${version}/${id}`;

/** Where things are in a repository, relative to its root and with forward slashes; findings and errors show these paths. */

/** Names the generated packages; its folder is the root of the repository. */
export const configFile = 'schema.config.json';

/** The working schema: `*.prisma` files, in folders if need be. */
export const workingSchemaFolder = 'schema';
export const versionsFolder = 'schema/versions';
export const migrationsFolder = 'migrations';
export const changesetsFolder = '.changeset';

/** The checksums of all released `up.sql`, which spare an idle `up` the reading of them. Derived, so no release is judged by it. */
export const checksumsFile = 'migrations/checksums';

/** How clients of each release fare on databases of the others. Derived from the metadata, for the migrator, which reads no other folder. */
export const clientsFile = 'migrations/clients.jsonl';

export const schemaFile = 'schema.prisma';
export const changelogFile = 'changelog.md';
/** Written last: a version with it is frozen. */
export const metadataFile = 'metadata.json';
/** Beside the frozen files, and not covered by the metadata: says that a release was withdrawn, when and why. */
export const withdrawnFile = 'withdrawn.json';

/** In `migrations/`: scripts that the migrator runs again when they change. */
export const repeatableFolder = 'repeatable';

/**
 * In `migrations/`: the script that a new database begins with in the place of the migrations up to a version, and the record of
 * what it stands for. In `migrations/<version>/`: those that a release brings.
 */
export const squashFiles: Readonly<Record<'script' | 'record', string>> = {
  script: 'squash.sql',
  record: 'squash.json',
};

/** The two files of a squashed script by their names, each with what there is of it: its text or its digest. */
export function squashEntries<T>(
  of: Readonly<Record<'script' | 'record', T>>,
): readonly (readonly [string, T])[] {
  return [
    [squashFiles.script, of.script],
    [squashFiles.record, of.record],
  ];
}

export const upFile = 'up.sql';
export const downFile = 'down.sql';
/** In `migrations/<version>/`: the structure that the migrations make, for the migrator to verify databases with. */
export const structureFile = 'structure.json';
/** In `migrations/<version>/`, of a version whose migrations keep older ones alive: which versions are, and where their columns lie. */
export const layoutFile = 'layout.json';
/**
 * In `migrations/<version>/`: the version whose migrations these were written after, as `{"previous": "1.1.0"}`. On an old
 * line that is not the next lower one. Derived from the metadata, for the migrator, which reads no other folder.
 */
export const previousFile = 'previous.json';

/** The files of `schema/versions/<version>/`; the metadata covers the first two. */
export const frozenFiles: readonly string[] = [
  schemaFile,
  changelogFile,
  metadataFile,
  withdrawnFile,
];

export const versionFolder = (version: string): string => `${versionsFolder}/${version}`;
export const migrationFolder = (version: string, id: string): string =>
  `${migrationsFolder}/${version}/${id}`;

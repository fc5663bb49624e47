import { join } from 'node:path';
import {
  layoutFile,
  migrationsFolder,
  previousFile,
  repeatableFolder,
  squashFiles,
  structureFile,
  versionFolder,
} from '@schema-service/repository';
import { readFileIfThere, readFolderIfThere } from '../files/read-files.ts';

/** Everything that stands on disk for a version, as bytes and unjudged. */
export interface ReleaseFolder {
  readonly kind: 'releaseFolder';
  readonly version: string;
  /** By path relative to the root, with forward slashes. */
  readonly frozen: ReadonlyMap<string, Uint8Array>;
  readonly migrations: readonly MigrationFolder[];
  /** The scripts that run again when they change, by file name. */
  readonly repeatables: ReadonlyMap<string, Uint8Array>;
  /** The squashed script that it brings. */
  readonly squash: SquashBytes;
  /** The structure that the migrations make, where it was recorded. */
  readonly structure?: Uint8Array;
  /** Which versions the migrations keep alive, where they do. */
  readonly layout?: Uint8Array;
  /** What says which version the migrations were written after. */
  readonly previous?: Uint8Array;
  /** What lies in the migrations folder and is no migration, as paths relative to the root. */
  readonly strays: readonly string[];
}

/** The two files of a squashed script, each where it is there. */
export interface SquashBytes {
  readonly script: Uint8Array | undefined;
  readonly record: Uint8Array | undefined;
}

export interface MigrationFolder {
  readonly kind: 'migrationFolder';
  readonly id: string;
  /** By file name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export async function readReleaseFolder(root: string, version: string): Promise<ReleaseFolder> {
  const frozenAt = versionFolder(version);
  const migrationsAt = `${migrationsFolder}/${version}`;
  const entries = await readFolderIfThere(join(root, migrationsAt));
  const structure = await readFileIfThere(join(root, migrationsAt, structureFile));
  const layout = await readFileIfThere(join(root, migrationsAt, layoutFile));
  const previous = await readFileIfThere(join(root, migrationsAt, previousFile));
  return {
    kind: 'releaseFolder',
    version,
    frozen: await readFiles(root, frozenAt),
    migrations: await Promise.all(
      entries
        .filter((entry) => entry.isDirectory() && entry.name !== repeatableFolder)
        .map(
          async ({ name }): Promise<MigrationFolder> => ({
            kind: 'migrationFolder',
            id: name,
            files: await readFiles(join(root, migrationsAt, name), '.'),
          }),
        ),
    ),
    repeatables: await readFiles(join(root, migrationsAt, repeatableFolder), '.'),
    squash: await readSquash(root, migrationsAt),
    ...(structure ? { structure } : {}),
    ...(layout ? { layout } : {}),
    ...(previous ? { previous } : {}),
    strays: entries
      .filter((entry) => !entry.isDirectory() && !versionFiles.includes(entry.name))
      .map(({ name }) => `${migrationsAt}/${name}`),
  };
}

/** The squashed script in a folder of migrations, or in that of a version. */
export async function readSquash(root: string, folder: string): Promise<SquashBytes> {
  const script = await readFileIfThere(join(root, folder, squashFiles.script));
  const record = await readFileIfThere(join(root, folder, squashFiles.record));
  return { script, record };
}

/** What lies beside the migrations of a version, and is about all of them. */
const versionFiles: readonly string[] = [
  ...[structureFile, layoutFile, previousFile],
  ...Object.values(squashFiles),
];

/** Every file below a folder. A folder in it that holds nothing is nothing to git either. */
async function readFiles(root: string, folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for (const entry of await readFolderIfThere(join(root, folder))) {
    const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      for (const [inner, bytes] of await readFiles(root, path)) files.set(inner, bytes);
    } else {
      const bytes = await readFileIfThere(join(root, path));
      if (bytes !== undefined) files.set(path, bytes);
    }
  }
  return files;
}

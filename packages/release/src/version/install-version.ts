import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  changelogFile,
  checksumsFile,
  clientsFile,
  downFile,
  metadataFile,
  migrationsFolder,
  previousFile,
  schemaFile,
  squashFiles,
  structureFile,
  upFile,
  versionFolder,
} from '@schema-service/repository';
import { readFileIfThere, readFolderIfThere } from '../files/read-files.ts';
import { writeAtomically } from '../files/write-atomically.ts';
import type { PlannedMigration } from '../plan/release-plan.ts';
import { repeatablesOf } from '../repeatables.ts';
import { moveBack, moveMigrations, removeEmptied } from './move-migrations.ts';

/**
 * Brings a version that was made in a copy into the repository, the metadata
 * last: until that is there, the version is in work, and making it is repeated.
 * Gives the paths that changed, relative to the root.
 */
export async function installVersion(
  root: string,
  copy: string,
  version: string,
  migrations: readonly PlannedMigration[],
): Promise<readonly string[]> {
  const folder = versionFolder(version);
  const scripts = await readFolderIfThere(join(copy, repeatablesOf(version)));
  const made = migrations.filter((migration) => migration.scripts !== undefined);
  const files = [
    ...made.flatMap(({ to }) => [`${to}/${upFile}`, `${to}/${downFile}`]),
    ...scripts.map(({ name }) => `${repeatablesOf(version)}/${name}`),
    `${migrationsFolder}/${version}/${structureFile}`,
    `${migrationsFolder}/${version}/${previousFile}`,
    ...Object.values(squashFiles).map((file) => `${migrationsFolder}/${version}/${file}`),
    checksumsFile,
    clientsFile,
    ...[schemaFile, changelogFile, metadataFile].map((file) => `${folder}/${file}`),
  ];
  const moved = migrations.filter(({ from, to }) => from !== to);
  const written: string[] = [];
  const restore: (() => Promise<void>)[] = [];
  await moveMigrations(root, migrations);
  try {
    for (const file of files) {
      const content = await readFileIfThere(join(copy, file));
      if (content === undefined) continue;
      const path = join(root, file);
      const before = await readFileIfThere(path);
      await mkdir(dirname(path), { recursive: true });
      await writeAtomically(path, content);
      written.push(file);
      restore.push(() => (before ? writeAtomically(path, before) : rm(path, { force: true })));
    }
  } catch (error) {
    for (const restoreFile of restore) await restoreFile();
    await moveBack(root, migrations);
    throw error;
  }
  await removeEmptied(root, migrations);
  return [...moved.flatMap(({ from, to }) => [from, to]), ...written];
}

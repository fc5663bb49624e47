import { join } from 'node:path';
import { readFolderIfThere } from '../files/read-if-there.ts';
import { migrationsFolder, versionsFolder } from '../release-layout.ts';
import { compareVersions, isVersion } from '../schema-version.ts';
import type { History } from './inspect-history.ts';
import { readReleaseFolder } from './release-folder.ts';

/** Reads the folders of every version. Folders whose name is no version are none of ours. */
export async function readHistory(root: string): Promise<History> {
  const versions = await versionsIn(join(root, versionsFolder));
  return {
    folders: await Promise.all(versions.map((version) => readReleaseFolder(root, version))),
    migratedVersions: await versionsIn(join(root, migrationsFolder)),
  };
}

async function versionsIn(folder: string): Promise<readonly string[]> {
  const entries = await readFolderIfThere(folder);
  return entries
    .filter((entry) => entry.isDirectory() && isVersion(entry.name))
    .map(({ name }) => name)
    .sort(compareVersions);
}

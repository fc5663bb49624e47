import { join } from 'node:path';
import { migrationsFolder, versionsFolder, versionsIn } from '@schema-service/repository';
import type { History } from './inspect-history.ts';
import { readReleaseFolder } from './release-folder.ts';

/** Reads the folders of every version. Folders whose name is no version are none of ours. */
export async function readHistory(root: string): Promise<History> {
  const versions = versionsIn(join(root, versionsFolder));
  return {
    folders: await Promise.all(versions.map((version) => readReleaseFolder(root, version))),
    migratedVersions: versionsIn(join(root, migrationsFolder)),
  };
}

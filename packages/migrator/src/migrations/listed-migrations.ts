import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Migration } from './migration.ts';
import { type FolderOptions, listMigrationFolders } from './migration-folder.ts';

/** Lies in the folder of migrations, in the format of `sha256sum`, which makes it and checks it too (`sha256sum -c checksums`). */
const CHECKSUMS_FILE = 'checksums';

const LINE = /^([0-9a-f]{64}) [ *](\S+)$/gm;

/**
 * The migrations by their names and by what the file `checksums` says of them,
 * without their SQL: enough to see that nothing is to be done, and a thousand
 * scripts need not be read for it. `undefined` where the file is not there or
 * does not have every migration. A list of the folder, and not a cache by size
 * and time: it travels with a release into images, where times are lost and
 * nothing can be written. It is believed only while nothing is to be done.
 */
export function listedMigrations(
  directory: string,
  options?: FolderOptions,
): readonly Migration[] | undefined {
  const file = join(directory, CHECKSUMS_FILE);
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, 'utf8').matchAll(LINE);
  const checksums = new Map([...lines].map(([, checksum = '', path = '']) => [path, checksum]));
  const listed: Migration[] = [];
  for (const folder of listMigrationFolders(directory, options)) {
    const path = `${folder.path}/up.sql`;
    const checksum = checksums.get(path);
    if (!checksum) return undefined;
    const up = { kind: 'migrationScript', path, sql: '', checksum } as const;
    listed.push({ ...folder, kind: 'migration', up });
  }
  return listed;
}

import { lstatSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/** The names in a folder, by what stands behind them. */
export interface FolderEntries {
  readonly folders: readonly string[];
  readonly files: readonly string[];
}

/**
 * Lists a folder. Links are followed, since mounted configuration consists of
 * them; hidden names (`..data` of such a mount, `.git`) are left out.
 *
 * @throws the system's error for a folder that cannot be listed; SchemaServiceError MIGRATION_FILE_UNREADABLE
 *   for a link that leads nowhere
 */
export function listFolder(folder: string): FolderEntries {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const found = entry.isSymbolicLink() ? followLink(join(folder, entry.name)) : entry;
    (found.isDirectory() ? folders : files).push(entry.name);
  }
  return { folders, files };
}

/** @throws SchemaServiceError MIGRATION_FILE_UNREADABLE where there is a link, and nothing behind it */
export function refuseBrokenLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()) followLink(path);
}

function followLink(path: string): Stats {
  try {
    return statSync(path);
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'MIGRATION_FILE_UNREADABLE',
        message: `${resolve(path)} is a link that leads to no file or folder.`,
        why: cause instanceof Error ? cause.message : String(cause),
        fix: `Correct the link or remove it. See where it leads: ls -l ${resolve(path)}`,
        meta: { path: resolve(path) },
      },
      { cause },
    );
  }
}

import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';

/** A file's bytes, or undefined where there is no such file. */
export function readFileIfThere(path: string): Promise<Uint8Array | undefined> {
  return readFile(path).catch(undefinedIfMissing);
}

/**
 * A folder's entries sorted by name, or none where there is no such folder.
 * Hidden ones are left out: `.DS_Store` and an editor's swap file are no content.
 */
export async function readFolderIfThere(path: string): Promise<readonly Dirent[]> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(undefinedIfMissing)) ?? [];
  return entries
    .filter(({ name }) => !name.startsWith('.'))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function undefinedIfMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A file's bytes as text. A byte order mark is kept, so that the text has the digest of its file. */
export function decodeText(bytes: Uint8Array | undefined): string {
  return decoder.decode(bytes);
}

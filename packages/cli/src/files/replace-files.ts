import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';

/** A file as it should stand. */
export interface FileContent {
  readonly path: string;
  readonly content: string;
}

/**
 * Gives files new contents: all are written beside their places first, so that
 * a full disk or a closed folder leaves every one of them as it was.
 */
export async function replaceFiles(files: readonly FileContent[]): Promise<void> {
  const suffix = `.${randomBytes(6).toString('hex')}.tmp`;
  try {
    for (const { path, content } of files) await writeFile(path + suffix, content);
    for (const { path } of files) await rename(path + suffix, path);
  } finally {
    for (const { path } of files) await rm(path + suffix, { force: true });
  }
}

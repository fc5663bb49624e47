import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import type { MigrationDraft } from '@schema-service/migration-draft';
import { downFile, upFile } from '@schema-service/repository';

/** A draft, and the folder that is to hold it. */
export interface PlacedDraft {
  /** Absolute. */
  readonly folder: string;
  readonly draft: Pick<MigrationDraft, 'up' | 'down'>;
}

/**
 * Writes migrations. Each is written beside its place and moved there whole; what
 * is there already is never overwritten, and when one cannot be written none stays.
 *
 * @throws SchemaServiceError `MIGRATION_EXISTS`
 */
export async function writeDrafts(drafts: readonly PlacedDraft[]): Promise<void> {
  for (const { folder } of drafts) if (existsSync(folder)) throw exists(folder);
  const written: string[] = [];
  const madeFolders: (string | undefined)[] = [];
  try {
    for (const { folder, draft } of drafts) {
      madeFolders.push(await mkdir(dirname(folder), { recursive: true }));
      await writeFolder(folder, { [upFile]: draft.up, [downFile]: draft.down });
      written.push(folder);
    }
  } catch (error) {
    for (const folder of [...written, ...madeFolders]) {
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    }
    throw error;
  }
}

async function writeFolder(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  // Hidden, so that nobody takes it for a migration before it is whole.
  const temporary = join(dirname(folder), `.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(temporary);
    for (const [name, content] of Object.entries(files)) {
      await writeFile(join(temporary, name), content);
    }
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function exists(folder: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_EXISTS',
    message: `${folder} is there already.`,
    why: 'A migration that someone wrote is not overwritten.',
    fix: 'Delete it first, or give the new one another name.',
    meta: { folder },
  });
}

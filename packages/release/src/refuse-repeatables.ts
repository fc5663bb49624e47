import { join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';
import { migrationsFolder, repeatableFolder } from '@schema-service/repository';
import { readFolderIfThere } from './files/read-files.ts';

/**
 * Throws `RELEASE_MIGRATION_INVALID` where there are scripts that run again when
 * they change: a release has no place for them, and a database that is migrated
 * from it would lack what they make.
 */
export async function refuseRepeatables(root: string): Promise<void> {
  const folder = `${migrationsFolder}/${repeatableFolder}`;
  const scripts = (await readFolderIfThere(join(root, folder))).filter(({ name }) =>
    name.endsWith('.sql'),
  );
  const [first] = scripts;
  if (!first) return;
  throw new SchemaServiceError({
    code: 'RELEASE_MIGRATION_INVALID',
    message: `${folder}/${first.name} runs again whenever it changes, and a release does not.`,
    why: 'A database that is migrated from the release would not get what it makes.',
    fix: 'Put it into a migration of the version, or migrate from the folder (schema-migrator up --dir).',
    meta: { path: `${folder}/${first.name}` },
  });
}

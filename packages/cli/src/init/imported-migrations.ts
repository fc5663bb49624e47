import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isSchemaServiceError, SchemaServiceError } from '@schema-service/errors';
import { createThrowawayDatabase, type ThrowawayDatabase } from '@schema-service/local-postgres';
import { importFiles, up } from '@schema-service/migrator';
import { quoteIdentifier } from '@schema-service/postgres-sql';
import { downFile, migrationFolder, migrationsFolder, upFile } from '@schema-service/repository';
import { firstVersion as version, writeFileIn } from './make-schema.ts';

/** A migration of the project, as the first version gets it; its number is its place. */
export interface ImportedMigration {
  readonly name: string;
  readonly up: string;
  readonly down?: string;
}

/**
 * The migrations of a Prisma project.
 *
 * @throws SchemaServiceError what is refused in a script before anything runs
 */
export function importedMigrations(folder: string): readonly ImportedMigration[] {
  return importFiles('prisma', folder, version).map(({ id, up: { sql }, down }) => ({
    name: id.replace(/^\d+_/, ''),
    up: sql,
    ...(down === undefined ? {} : { down: down.sql }),
  }));
}

/** What PostgreSQL does not know where an extension is missing, by the extension. */
const extensions: Readonly<Record<string, RegExp>> = {
  'uuid-ossp': /\buuid_generate_v\d|\buuid_ns_/,
  pgcrypto: /\b(?:gen_salt|crypt|digest|hmac|gen_random_bytes|pgp_\w+)\(/,
  citext: /"citext"/i,
  pg_trgm: /gin_trgm_ops|gist_trgm_ops|\bsimilarity\(/,
  btree_gin: /for access method "gin"/,
  btree_gist: /for access method "gist"/,
  hstore: /"hstore"/,
  ltree: /"ltree"/,
  unaccent: /\bunaccent\(|"unaccent"/,
  vector: /"vector"|vector_\w+_ops/,
  postgis: /"geometry"|"geography"/,
};

/** A database that migrations have made. */
export interface MigratedDatabase {
  readonly database: ThrowawayDatabase;
  /** The extensions that a migration had to be written for. */
  readonly extensions: readonly string[];
}

/**
 * Writes migrations and applies them to an empty database. Where they need an
 * extension that their project's databases had before, a first migration makes
 * that.
 *
 * @throws SchemaServiceError `ADOPTION_MIGRATION_FAILED`
 */
export async function applyImported(
  staging: string,
  migrations: readonly ImportedMigration[],
  server: string,
  words: FailureWords = projectWords,
): Promise<MigratedDatabase> {
  const extensions: string[] = [];
  for (;;) {
    if (migrations.length > 0) await writeAll(staging, withExtensions(migrations, extensions));
    const database = await createThrowawayDatabase(server, 'schemactl');
    try {
      const connection = database.connectionString;
      await up({ connection, migrations: join(staging, migrationsFolder), to: version });
      return { database, extensions };
    } catch (error) {
      await database.drop();
      if (!isSchemaServiceError(error) || error.code !== 'MIGRATION_FAILED') throw error;
      const extension = missingExtension(error);
      if (extension === undefined || extensions.includes(extension)) throw failed(error, words);
      extensions.push(extension);
    }
  }
}

const withExtensions = (
  migrations: readonly ImportedMigration[],
  needed: readonly string[],
): readonly ImportedMigration[] =>
  needed.length === 0
    ? migrations
    : [
        {
          name: 'extensions',
          up: needed
            .map((name) => `CREATE EXTENSION IF NOT EXISTS ${quoteIdentifier(name)};\n`)
            .join(''),
        },
        ...migrations,
      ];

async function writeAll(staging: string, migrations: readonly ImportedMigration[]): Promise<void> {
  await rm(join(staging, migrationsFolder), { recursive: true, force: true });
  for (const [index, { name, up: sql, down }] of migrations.entries()) {
    const id = `${String(index + 1).padStart(3, '0')}_${name}`;
    const folder = migrationFolder(version, id);
    await writeFileIn(staging, join(folder, upFile), sql);
    if (down !== undefined) await writeFileIn(staging, join(folder, downFile), down);
  }
}

function missingExtension({ why = '' }: SchemaServiceError): string | undefined {
  if (!/SQLSTATE (?:42883|42704)/.test(why)) return undefined;
  return Object.keys(extensions).find((name) => extensions[name]?.test(why));
}

const isUnavailable = (why: string): boolean =>
  /extension "[^"]+" is not available|SQLSTATE 58P01/.test(why);

/** What is said where a migration does not run. */
export interface FailureWords {
  /** Begins the message. */
  readonly message: string;
  /** What to do, but where an extension is missing on the server. */
  readonly fix: string;
}

const projectWords: FailureWords = {
  message: 'A migration of the project does not run on an empty database',
  fix: 'Databases are made of these migrations from now on. Mend it with Prisma first: `prisma migrate reset` fails in the same place.',
};

function failed(cause: SchemaServiceError, words: FailureWords): SchemaServiceError {
  const { message, why = '', meta } = cause;
  return new SchemaServiceError(
    {
      code: 'ADOPTION_MIGRATION_FAILED',
      message: `${words.message}: ${message}`,
      why,
      fix: isUnavailable(why)
        ? 'Name a server that has the extension, such as a local copy of your own: --server postgresql://...'
        : words.fix,
      ...(meta === undefined ? {} : { meta }),
    },
    { cause },
  );
}

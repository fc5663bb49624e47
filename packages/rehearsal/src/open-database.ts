import { SchemaServiceError } from '@schema-service/errors';
import { type Cleanup, createThrowawayDatabase } from '@schema-service/local-postgres';
import { status } from '@schema-service/migrator';
import pg from 'pg';

/** SQLSTATE of `insufficient_privilege`. */
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Makes an empty database, which goes with the cleanup, and gives its URL.
 *
 * @throws SchemaServiceError `DATABASE_*`
 */
export async function openDatabase(
  serverUrl: string,
  prefix: string,
  cleanup: Cleanup,
): Promise<string> {
  // The migrator has the words for what keeps somebody from connecting.
  await status({ connection: serverUrl, migrations: [] });
  try {
    const { connectionString, drop } = await createThrowawayDatabase(serverUrl, prefix);
    cleanup.defer(() => drop({ force: true }));
    return connectionString;
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError) || cause.code !== INSUFFICIENT_PRIVILEGE) throw cause;
    throw new SchemaServiceError(
      {
        code: 'DATABASE_PERMISSION_DENIED',
        message: 'The database user may not create a database to try migrations on.',
        why: cause.message,
        fix: 'Once, as a superuser: ALTER ROLE <user> CREATEDB; or name another server.',
      },
      { cause },
    );
  }
}

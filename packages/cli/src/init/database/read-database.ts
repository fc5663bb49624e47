import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import {
  type DatabaseScript,
  type DatabaseStructure,
  findOtherHistories,
  type OtherHistory,
  readDatabaseScript,
  readStructure,
} from '@schema-service/migrator';
import { withDatabase } from '../../repository/with-database.ts';

/** What a live database is, as far as it is adopted. */
export interface DatabaseReading {
  /** Where it is, without who asks. */
  readonly label: string;
  readonly structure: DatabaseStructure;
  readonly script: DatabaseScript;
  /** Of other migration tools. */
  readonly histories: readonly OtherHistory[];
}

/**
 * Reads a live database from its catalogs, in one transaction that cannot write.
 * No lock is taken but those of reading the catalogs.
 *
 * @throws SchemaServiceError `DATABASE_*` for one that cannot be reached or read, and `ADOPTION_DATABASE_EMPTY`
 */
export async function readDatabase(url: string): Promise<DatabaseReading> {
  const { label } = readDatabaseUrl(url, '--from');
  return withDatabase({ url, what: '--from' }, async (client) => {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
    const histories = await findOtherHistories(client);
    const script = await readDatabaseScript(client);
    const structure = await readStructure(client, { inTransaction: true });
    if (!structure.objects.some(({ kind }) => kind === 'table' || kind === 'view'))
      throw empty(label, histories);
    return { label, structure, script, histories };
  });
}

function empty(label: string, histories: readonly OtherHistory[]): SchemaServiceError {
  const [history] = histories;
  return new SchemaServiceError({
    code: 'ADOPTION_DATABASE_EMPTY',
    message: `${label} has no table.`,
    why:
      history === undefined
        ? 'There is nothing in it to adopt.'
        : `It has ${history.table}, the history of ${history.tool}, and nothing else.`,
    fix: 'Name the database that your services use. To begin with nothing: schemactl init, without --from',
    meta: { database: label },
  });
}

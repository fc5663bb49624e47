import { SchemaServiceError } from '@schema-service/errors';
import { createCleanup } from '@schema-service/local-postgres';
import {
  compareStructures,
  readStructure,
  type StructureDifference,
  withoutPairs,
} from '@schema-service/migrator';
import { type SchemaModel, schemaSql } from '@schema-service/schema-model';
import type { Client } from 'pg';
import pg from 'pg';
import { openDatabase } from '../open-database.ts';
import { withClient } from '../with-client.ts';
import { fieldsByPlace, namespacesOf, viewPlaces, viewsAsTables } from './comparable-model.ts';
import { comparableStructure } from './comparable-structure.ts';
import { isAllowed } from './is-allowed.ts';
import { isSameUnderOtherName, withoutSameValues } from './same-meaning.ts';
import { createSupportObjects } from './support-objects.ts';

export interface CompareOptions {
  /** Where a second database may be made. Default: the server of the connection. */
  readonly serverUrl?: string;
}

/**
 * What of a schema a database does not have, or has otherwise, and tables,
 * columns, keys and indexes that it has beyond it. Objects that the schema
 * language cannot express are the migrations' own business: checks, triggers,
 * functions, policies, the queries of views, partial and expression indexes. What
 * means the same is no difference: the order of an enum's values, the name of an
 * index or a key, another spelling of a default.
 *
 * The schema is made in a database beside it, which is dropped again, and the
 * catalogs of both are compared.
 *
 * @throws SchemaServiceError REHEARSAL_SCHEMA_REFUSED where PostgreSQL cannot make the schema, and
 *   `DATABASE_*` for a server that cannot be used
 */
export async function compareWithSchema(
  connection: string,
  model: SchemaModel,
  { serverUrl = connection }: CompareOptions = {},
): Promise<readonly StructureDifference[]> {
  const schemas = namespacesOf(model);
  const actual = await withClient(connection, (client) => readStructure(client, { schemas }));
  const views = viewPlaces(model);
  const fields = fieldsByPlace(model);
  await using cleanup = createCleanup();
  const beside = await openDatabase(serverUrl, 'rehearsal_schema', cleanup);
  return await withClient(beside, async (client) => {
    await createSupportObjects(client, actual);
    await createSchema(client, model);
    const expected = await readStructure(client, { schemas });
    const differences = compareStructures(
      comparableStructure(expected, views),
      comparableStructure(actual, views),
    );
    return await withoutSameValues(
      client,
      withoutPairs(differences, isSameUnderOtherName).filter(
        (difference) => !isAllowed(difference, fields),
      ),
    );
  });
}

async function createSchema(client: Client, model: SchemaModel): Promise<void> {
  for (const statement of await schemaSql(null, viewsAsTables(model))) {
    try {
      await client.query(statement);
    } catch (cause) {
      if (!(cause instanceof pg.DatabaseError)) throw cause;
      throw new SchemaServiceError(
        {
          code: 'REHEARSAL_SCHEMA_REFUSED',
          message: `PostgreSQL cannot make the schema: ${cause.message}`,
          why: `The statement was: ${statement}`,
          fix: 'Correct the native type or the default that it names.',
          meta: { statement, sqlState: cause.code ?? null },
        },
        { cause },
      );
    }
  }
}

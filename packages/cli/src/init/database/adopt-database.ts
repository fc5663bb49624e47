import { join } from 'node:path';
import { refuseClientProblems } from '@schema-service/codegen';
import { readDatabaseUrl } from '@schema-service/database-url';
import {
  compareStructures,
  type OtherHistory,
  readStructure,
  type StructureDifference,
  type StructureObjectKind,
  type UnwrittenObject,
} from '@schema-service/migrator';
import { compareWithSchema } from '@schema-service/rehearsal';
import { schemaFile, workingSchemaFolder } from '@schema-service/repository';
import { parseSchema, printSchema } from '@schema-service/schema-model';
import pg from 'pg';
import { throwawayServer } from '../../migrations/throwaway-server.ts';
import { type AdoptedSchema, freezeAdopted, settle } from '../freeze-adopted.ts';
import { applyImported } from '../imported-migrations.ts';
import { firstVersion as version, writeFileIn } from '../make-schema.ts';
import { clientsBut, type InitNaming } from '../naming.ts';
import { introspectedSchema } from './introspected-schema.ts';
import { type OnlySql, onlySql } from './only-sql.ts';
import { readDatabase } from './read-database.ts';

export interface AdoptDatabaseOptions {
  /** The URL of the database. Nothing is written to it. */
  readonly from: string;
  readonly naming: InitNaming;
  /** The day of the release that the database becomes, `YYYY-MM-DD`. */
  readonly date: string;
  readonly server: string | undefined;
  /** Whether differences between the database and the schema may stay. */
  readonly acceptDifferences: boolean;
}

/** What a database became. */
export interface AdoptedDatabase extends AdoptedSchema {
  /** Where it is, without who asks. */
  readonly label: string;
  /** Histories of other tools, which were left out. */
  readonly histories: readonly OtherHistory[];
  /** What is in the migration, and the schema has no words for. */
  readonly onlySql: readonly OnlySql[];
  /** What is in neither. */
  readonly unwritten: readonly UnwrittenObject[];
  readonly roles: readonly string[];
}

/**
 * A live database as the release 1.0.0: a migration that makes one like it, and
 * its schema. The database is read in one transaction that cannot write; all
 * else happens in a copy without rows, on a throwaway server, which is compared
 * with it.
 *
 * @throws SchemaServiceError `CLIENT_NOT_POSSIBLE`, `ADOPTION_MISMATCH`, `ADOPTION_MIGRATION_FAILED`, and what the reading refuses
 */
export async function adoptDatabase(
  staging: string,
  { from, naming, date, server, acceptDifferences }: AdoptDatabaseOptions,
): Promise<AdoptedDatabase> {
  const { label, structure, script, histories } = await readDatabase(from);
  await using postgres = await throwawayServer(server);
  const up = migrationText(script.statements);
  const { database } = await applyImported(staging, [{ name: 'init', up }], postgres.url, {
    message: `What ${label} has cannot be made anew on an empty database`,
    fix: 'Report the statement: the migration that makes such a database has to run everywhere.',
  });
  await using _database = database;
  const connection = database.connectionString;
  const client = new pg.Client(readDatabaseUrl(connection).config);
  client.on('error', () => {});
  await client.connect();
  try {
    const copy = await readStructure(client);
    const namespaces = await namespacesOf(client);
    const read = await introspectedSchema(
      { client, connectionString: connection, namespaces },
      script.comments,
    );
    const path = join(workingSchemaFolder, schemaFile);
    const content = printSchema(read);
    await writeFileIn(staging, path, content);
    const model = parseSchema([{ path, content }]);
    refuseClientProblems(
      model,
      naming,
      (client) => `schemactl init --clients ${clientsBut(client)}`,
    );
    const differences = compareStructures(copy, structure, { whole: true });
    const accepted = await settle(staging, {
      unwritten: differences.filter(isUnwritten),
      differences: [
        ...differences.filter((difference) => !isUnwritten(difference)),
        ...(await compareWithSchema(connection, model, { serverUrl: postgres.url })),
      ],
      accept: acceptDifferences,
      reason: 'It was so when the database came here.',
      refusal: {
        message: `The schema language cannot say all that ${label} has`,
        fix: 'Then correct the schema where it can say more.',
      },
    });
    await freezeAdopted(staging, { date, connection, from: 'a live database' });
    return {
      version,
      label,
      accepted,
      histories,
      onlySql: onlySql(structure, model),
      unwritten: script.unwritten,
      roles: script.roles,
    };
  } finally {
    await client.end();
  }
}

const UNWRITTEN: readonly StructureObjectKind[] = [
  'foreign table',
  'foreign server',
  'event trigger',
  'publication',
];

/** What the summary names as in no file here: verify has to know that it belongs to the database. */
const isUnwritten = (difference: StructureDifference): boolean =>
  difference.kind === 'unexpected' && UNWRITTEN.includes(difference.actual.kind);

/** The statements as a migration, each apart from the next. */
function migrationText(statements: readonly string[]): string {
  return statements.map((sql) => `${sql};\n`).join('\n');
}

async function namespacesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ readonly name: string }>(`
    SELECT nspname::text AS name FROM pg_catalog.pg_namespace n
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
      AND coalesce(pg_catalog.obj_description(oid, 'pg_namespace'), '') NOT LIKE 'schema-migrator %'
      AND (EXISTS (SELECT FROM pg_catalog.pg_class WHERE relnamespace = n.oid AND relkind IN ('r', 'p', 'v', 'm'))
        OR EXISTS (SELECT FROM pg_catalog.pg_type WHERE typnamespace = n.oid AND typtype = 'e'))
    ORDER BY 1`);
  return rows.map(({ name }) => name);
}

import { quoteLiteral } from '@schema-service/postgres-sql';
import type { Client, QueryResult } from 'pg';
import { structureSql } from '../embedded.ts';
import {
  compareObjects,
  type DatabaseStructure,
  type StructureObject,
} from './database-structure.ts';
import { isExcluded } from './is-excluded.ts';

/** Which part of a database to read. */
export interface StructureScope {
  /** PostgreSQL's schemas, unquoted. Default: all that are not the system's, the migrator's or the release catalog's. */
  readonly schemas?: readonly string[];
  /** Objects that are not ours, by name with `*` for anything: `public.legacy_*`. What belongs to a table goes with it. */
  readonly exclude?: readonly string[];
  /** Whether to read as part of the client's open transaction, which is to be rolled back: settings stay behind in it. */
  readonly inTransaction?: boolean;
}

/** A row as the catalogs give it: `null` where there is no table. */
interface ObjectRow extends Omit<StructureObject, 'table'> {
  readonly table: string | null;
}

interface MajorRow {
  readonly major: number;
}

/**
 * Reads the structure of a database from the catalogs, as one consistent
 * picture, in one round trip.
 */
export async function readStructure(
  client: Client,
  { schemas, exclude = [], inTransaction = false }: StructureScope = {},
): Promise<DatabaseStructure> {
  // One result for each statement of the message, which pg's types do not say.
  const results = (await client.query(
    messageFor(schemas, inTransaction),
  )) as unknown as QueryResult[];
  const [major, objectRows] = results.slice(-2).map(({ rows }) => rows) as [
    MajorRow[],
    ObjectRow[],
  ];
  const objects = objectRows
    .map(
      ({ kind, name, table, properties }): StructureObject => ({
        kind,
        name,
        ...(table === null ? {} : { table }),
        properties,
      }),
    )
    .filter((object) => !isExcluded(object, exclude))
    .sort(compareObjects);
  const serverMajor = major[0]?.major ?? 0;
  return { kind: 'databaseStructure', formatVersion: 2, serverMajor, objects };
}

/** One message without a BEGIN is one transaction, which leaves no setting behind. */
function messageFor(schemas: readonly string[] | undefined, inTransaction: boolean): string {
  const settings = {
    // What PostgreSQL prints depends on these.
    search_path: '',
    quote_all_identifiers: 'off',
    DateStyle: 'ISO',
    IntervalStyle: 'postgres',
    TimeZone: 'UTC',
    bytea_output: 'hex',
    extra_float_digits: '1',
    // Whatever a migration left behind.
    statement_timeout: '0',
    'schema_migrator.schemas': schemas ? JSON.stringify(schemas) : '',
  };
  return [
    ...(inTransaction ? [] : ['SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY']),
    ...Object.entries(settings).map(
      ([name, value]) => `SELECT set_config(${quoteLiteral(name)}, ${quoteLiteral(value)}, true)`,
    ),
    `SELECT current_setting('server_version_num')::integer / 10000 AS major`,
    structureSql,
  ].join(';\n');
}

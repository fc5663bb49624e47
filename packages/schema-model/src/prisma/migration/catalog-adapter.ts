import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
  SqlQuery,
  SqlResultSet,
} from '@prisma/driver-adapter-utils';
import type { Pool } from 'pg';

/**
 * What an engine needs to read the catalogs. Prisma's own adapter cannot do it
 * (as of 7.10): it has no name for `"char"`, the type of the catalogs' flags.
 * Transactions are left out, since nothing is written.
 */
export function catalogAdapter(pool: Pool): SqlMigrationAwareDriverAdapterFactory {
  const connect = async (): Promise<SqlDriverAdapter> => {
    const adapter = {
      provider: 'postgres',
      adapterName: 'catalogs',
      getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
      queryRaw: (query: SqlQuery) => queryRaw(pool, query),
      executeRaw: async ({ sql, args }: SqlQuery) => (await pool.query(sql, args)).rowCount ?? 0,
      executeScript: async (script: string) => {
        await pool.query(script);
      },
      dispose: async () => {},
    };
    // What it holds is what the engine calls to read; the rest of the interface is for clients.
    return adapter as unknown as SqlDriverAdapter;
  };
  return {
    provider: 'postgres',
    adapterName: 'catalogs',
    connect,
    connectToShadowDb: connect,
  };
}

async function queryRaw(pool: Pool, { sql, args }: SqlQuery): Promise<SqlResultSet> {
  const { fields, rows } = await pool.query<unknown[]>({
    text: sql,
    values: args,
    rowMode: 'array',
  });
  return {
    columnNames: fields.map(({ name }) => name),
    columnTypes: fields.map(({ dataTypeID }) => columnTypes[dataTypeID] ?? TEXT),
    rows,
  };
}

const TEXT = 7;

/** PostgreSQL's types by number, as the `ColumnTypeEnum` of Prisma's adapters numbers them. Others are text. */
const columnTypes: Readonly<Record<number, SqlResultSet['columnTypes'][number]>> = {
  16: 5, // boolean
  18: 6, // "char"
  20: 1, // bigint
  21: 0, // smallint
  23: 0, // integer
  26: 1, // oid
  1000: 69, // boolean[]
  1002: 70, // "char"[]
  1003: 71, // name[]
  1005: 64, // smallint[]
  1007: 64, // integer[]
  1009: 71, // text[]
  1015: 71, // varchar[]
  1016: 65, // bigint[]
};

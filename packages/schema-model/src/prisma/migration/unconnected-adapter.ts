import type {
  SqlDriverAdapter,
  SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';

/** The engine asks for the server's version and search path when it is made; a row of this shape answers both. */
const about = {
  columnNames: ['a', 'b', 'c', 'd', 'e'],
  columnTypes: [7, 7, 7, 7, 7],
  rows: [['1', 'PostgreSQL 18', 'x', '180000', '1']],
};

// What it holds is what the engine calls; the rest of the interface is for clients.
const unconnected = {
  provider: 'postgres',
  adapterName: 'unconnected',
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  queryRaw: async () => about,
  executeRaw: async () => 0,
  executeScript: async () => {},
  dispose: async () => {},
} as unknown as SqlDriverAdapter;

/** A database for an engine that compares texts: it connects when it is made, though that needs none. */
export const unconnectedAdapter: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'postgres',
  adapterName: 'unconnected',
  connect: async () => unconnected,
  connectToShadowDb: async () => unconnected,
};

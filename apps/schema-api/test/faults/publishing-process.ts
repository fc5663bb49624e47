import { createStores } from '@schema-service/catalog';
import pg from 'pg';
import { buildServer } from '../../src/build-server.ts';

// A server of its own process, to be killed. It says where it listens.
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const server = buildServer({ stores: createStores(pool) });
console.log(await server.listen({ host: '127.0.0.1', port: 0 }));

import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import { createStores, type ReleaseCatalog, type Stores } from '@schema-service/catalog';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { buildServer } from '../src/build-server.ts';
import { readConfig } from '../src/config/config.ts';
import { startSchemaApi } from '../src/start-schema-api.ts';
import { publishedCatalog } from './published-catalog.ts';

/** The same stores with some of the catalog failing. */
const broken = (stores: Stores, failing: Partial<ReleaseCatalog>): Stores => ({
  ...stores,
  catalog: { ...stores.catalog, ...failing },
});

test('a bug is a 500 with a request id, and the log alone has its stack', async () => {
  await using published = await publishedCatalog();
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const listVersions = () => Promise.reject(new TypeError('secret detail'));
  await using server = buildServer({
    stores: broken(published.stores, { listVersions }),
    logger: { level: 'error', stream },
  });
  const answer = await server.inject('/versions');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toMatch(/secret|TypeError|failures\.test/);
  const { code, meta } = answer.json();
  expect(code).toBe('INTERNAL_ERROR');
  const [entry] = lines.map((line) => JSON.parse(line));
  expect(entry).toMatchObject({ reqId: meta.requestId, err: { message: 'secret detail' } });
  expect(entry.err.stack).toContain('failures.test');
});

test('without its database the API is alive, not ready, and says what is missing', async () => {
  // Port 1 is reserved: nothing listens there.
  const pool = new pg.Pool({ connectionString: 'postgresql://nobody:hidden@127.0.0.1:1/none' });
  await using server = buildServer({ stores: createStores(pool) });
  expect((await server.inject('/healthz')).statusCode).toBe(200);
  const ready = await server.inject('/readyz');
  expect(ready.statusCode).toBe(503);
  expect(ready.json()).toMatchObject({ code: 'NOT_READY', fix: expect.any(String) });
  for (const url of ['/versions', '/npm/@org%2fdb-client', '/pypi/simple/org-db-client/']) {
    const answer = await server.inject(url);
    expect(answer.statusCode, url).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.json()).toMatchObject({ code: 'DATABASE_UNREACHABLE' });
    expect(answer.body).not.toContain('hidden');
  }
  await pool.end();
});

test('a database without the tables is not ready', async () => {
  await using published = await publishedCatalog();
  const pool = new pg.Pool({ connectionString: published.connectionString });
  await pool.query('DROP SCHEMA schema_catalog CASCADE');
  await pool.end();
  await using server = buildServer({ stores: published.stores });
  expect((await server.inject('/readyz')).statusCode).toBe(503);
});

test('a lost database connection is replaced', async () => {
  await using database = await createTestDatabase();
  const databaseUrl = database.connectionString;
  const env = { DATABASE_URL: databaseUrl, PORT: '0', LOG_LEVEL: 'silent' };
  const api = await startSchemaApi(readConfig(env));
  const ready = async () => (await fetch(`${api.url}/readyz`)).status;
  expect(await ready()).toBe(200);
  const admin = new pg.Client({ connectionString: databaseUrl });
  await admin.connect();
  const { rowCount } = await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'schema-api'
       AND datname = current_database()`,
  );
  await admin.end();
  expect(rowCount).toBeGreaterThan(0);
  await expect.poll(ready).toBe(200);
  await api.close();
  await expect(ready()).rejects.toThrow();
});

test('a request under way is answered before the server is closed', async () => {
  await using published = await publishedCatalog();
  const { catalog } = published;
  const gate = new EventEmitter();
  const listVersions = async () => {
    gate.emit('asked');
    await once(gate, 'open');
    return catalog.listVersions();
  };
  const server = buildServer({ stores: broken(published.stores, { listVersions }) });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const asked = once(gate, 'asked');
  const response = fetch(`${url}/versions`);
  await asked;
  const closed = server.close();
  gate.emit('open');
  expect(await (await response).json()).toMatchObject({ latest: '2.0.0' });
  await closed;
});

import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import { introspectSchema, parseSchema, schemaHash, schemaSql } from '../src/index.ts';
import { fixtureNames, loadFixture } from './fixtures.ts';

async function execute(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(sql);
  await client.end();
}

test('reads back what a schema makes', async () => {
  expect(fixtureNames).toContain('keys');
  const schema = parseSchema(await loadFixture('keys'));
  await using database = await createTestDatabase();
  await execute(database.connectionString, (await schemaSql(null, schema)).join('\n'));
  const text = await introspectSchema(database.connectionString);
  const read = parseSchema([{ path: 'schema.prisma', content: text }]);
  expect(await schemaSql(schema, read)).toEqual([]);
  expect(schemaHash(read)).toMatch(/^sha256:/);
});

test('reads the namespaces that are named', async () => {
  await using database = await createTestDatabase();
  await execute(
    database.connectionString,
    'CREATE SCHEMA sales; CREATE TABLE sales.a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)',
  );
  const { connectionString } = database;
  const names = async (namespaces?: readonly string[]) => {
    const text = await introspectSchema(connectionString, namespaces ? { namespaces } : {});
    return parseSchema([{ path: 'a.prisma', content: text }]).models.map(({ name }) => name);
  };
  expect(await names()).toEqual(['b']);
  expect(await names(['public', 'sales'])).toEqual(['a', 'b']);
});

test('says what is wrong with the database', async () => {
  await using database = await createTestDatabase();
  const { connectionString } = database;
  const at = (change: (url: URL) => void): Promise<string> => {
    const url = new URL(connectionString);
    change(url);
    return introspectSchema(url.href);
  };
  await expect(introspectSchema('nonsense:secret')).rejects.toMatchObject({
    code: 'DATABASE_URL_INVALID',
    message: expect.not.stringContaining('secret'),
  });
  await expect(
    at((url) => {
      url.port = '1';
    }),
  ).rejects.toMatchObject({ code: 'DATABASE_UNREACHABLE' });
  await expect(
    at((url) => {
      url.pathname = '/not_there';
    }),
  ).rejects.toMatchObject({ code: 'DATABASE_NOT_FOUND' });
  await expect(introspectSchema(connectionString)).rejects.toMatchObject({
    code: 'SCHEMA_NOT_INTROSPECTED',
  });
});

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

test('keeps the names of a schema that it is read for comparison with', async () => {
  const schema = parseSchema([
    {
      path: 'a.prisma',
      content:
        'enum Role {\n  ADMIN @map("admin")\n  @@map("roles")\n}\nmodel User {\n  id Int @id\n  role Role @map("user_role")\n  past Role[] @default([ADMIN])\n  posts Post[]\n  @@map("users")\n}\nmodel Post {\n  id Int @id\n  authorId Int\n  author User @relation(fields: [authorId], references: [id])\n  @@map("posts")\n}\n',
    },
  ]);
  await using database = await createTestDatabase();
  const more =
    'ALTER TABLE users ADD COLUMN nick text; CREATE VIEW names AS SELECT nick FROM users';
  await execute(
    database.connectionString,
    `${(await schemaSql(null, schema)).join('\n')}; ${more}`,
  );
  const text = await introspectSchema(database.connectionString, { like: schema });
  const read = parseSchema([{ path: 'b.prisma', content: text }]);
  const user = read.models.find(({ name }) => name === 'User');
  expect(user?.fields.map(({ name }) => name)).toEqual(['id', 'role', 'past', 'nick', 'posts']);
  expect(read.models.find(({ name }) => name === 'Post')).toMatchObject({ dbName: 'posts' });
  expect(read.enums).toMatchObject([{ name: 'Role', values: [{ name: 'ADMIN' }] }]);
  expect(read.views.map(({ name }) => name)).toEqual(['names']);
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

test('reads views, partial indexes, extensions and what only they have', async () => {
  await using database = await createTestDatabase();
  await execute(
    database.connectionString,
    `CREATE EXTENSION pg_trgm; CREATE EXTENSION "uuid-ossp";
    CREATE TABLE a (id int PRIMARY KEY, t text);
    CREATE INDEX i ON a USING gin (t gin_trgm_ops);
    CREATE INDEX p ON a (t) WHERE t IS NOT NULL;
    CREATE VIEW v AS SELECT 1 AS x`,
  );
  const text = await introspectSchema(database.connectionString);
  const schema = parseSchema([{ path: 'a.prisma', content: text }]);
  expect(schema.extensions?.map(({ dbName }) => dbName)).toEqual(['pg_trgm', 'uuid-ossp']);
  expect(schema.views.map(({ name }) => name)).toEqual(['v']);
  expect(schema.models[0]?.indexes).toMatchObject([
    { dbName: 'i', fields: [{ ops: 'raw("gin_trgm_ops")' }] },
    { dbName: 'p', where: '(t IS NOT NULL)' },
  ]);
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

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseSchema, printSchema, type SchemaModel } from '../src/index.ts';
import { loadFixture } from './fixtures.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

test('a model as it comes out, with what Prisma infers', () => {
  expect(
    parse('/// People.\nmodel User {\n  id Int @id\n  mail String? @map("e_mail")\n}\n'),
  ).toEqual({
    kind: 'schema',
    provider: 'postgresql',
    namespaces: [],
    enums: [],
    views: [],
    relations: [],
    models: [
      {
        kind: 'model',
        name: 'User',
        dbName: 'User',
        documentation: 'People.',
        location: { file: 'schema.prisma', line: 2, column: 7 },
        isIgnored: false,
        primaryKey: {
          kind: 'primaryKey',
          name: 'id',
          dbName: 'User_pkey',
          fields: [{ name: 'id', sort: 'Asc' }],
        },
        uniques: [],
        indexes: [],
        fields: [
          {
            kind: 'scalar',
            name: 'id',
            dbName: 'id',
            type: 'Int',
            arity: 'required',
            nativeType: { name: 'Integer', args: [] },
            isId: true,
            isUnique: false,
            isUpdatedAt: false,
            isIgnored: false,
            location: { file: 'schema.prisma', line: 3, column: 3 },
          },
          {
            kind: 'scalar',
            name: 'mail',
            dbName: 'e_mail',
            type: 'String',
            arity: 'optional',
            nativeType: { name: 'Text', args: [] },
            isId: false,
            isUnique: false,
            isUpdatedAt: false,
            isIgnored: false,
            location: { file: 'schema.prisma', line: 4, column: 3 },
          },
        ],
      },
    ],
  });
});

test('relations stand once each, with their sides in order', async () => {
  const { relations } = parseSchema(await loadFixture('relations'));
  expect(
    relations.map((relation) =>
      relation.kind === 'foreignKey'
        ? `${relation.from.entity}.${relation.from.field} -> ${relation.to.entity}.${relation.to.field}: ${relation.name}, ${relation.cardinality}, ${relation.dbName}, ${relation.onDelete}`
        : `${relation.a.entity}.${relation.a.field} <-> ${relation.b.entity}.${relation.b.field}: ${relation.name}, ${relation.dbName}`,
    ),
  ).toEqual([
    'Address.district -> District.addresses: AddressToDistrict, one-to-many, Address_country_region_fkey, Restrict',
    'Address.user -> User.addresses: AddressToUser, one-to-many, Address_userId_fkey, NoAction',
    'Group.users <-> User.groups: GroupToUser, _GroupToUser',
    'Post.author -> User.written: written, one-to-many, Post_authorId_fkey, Restrict',
    'Post.likedBy <-> User.likes: likes, _likes',
    'Post.reviewer -> User.reviewed: reviewed, one-to-many, Post_reviewEmail_fkey, SetDefault',
    'Post.tags <-> Tag.posts: PostToTag, _PostToTag',
    'Profile.user -> User.profile: ProfileToUser, one-to-one, Profile_userId_fkey, Cascade',
    'User.followers <-> User.follows: follows, _follows',
    'User.leader -> User.team: leads, one-to-many, users_leader_id_fkey, SetNull',
    'User.spouse -> User.spouseOf: marriage, one-to-one, users_marriage, SetNull',
  ]);
});

test('the columns of a join table follow the names of its sides', async () => {
  const { relations } = parseSchema(await loadFixture('namespaces'));
  expect(relations.find(({ kind }) => kind === 'joinTable')).toEqual({
    kind: 'joinTable',
    name: 'ProductToUser',
    cardinality: 'many-to-many',
    a: { entity: 'Product', field: 'wished' },
    b: { entity: 'User', field: 'wishes' },
    dbName: '_ProductToUser',
    namespace: 'shop',
  });
});

test('a partial unique is an index, and no key of the client', async () => {
  const { models } = parseSchema(await loadFixture('indexes'));
  const partial = models.find(({ name }) => name === 'Partial');
  expect(partial?.uniques).toEqual([]);
  expect(partial?.fields.find(({ name }) => name === 'email')).toMatchObject({ isUnique: false });
  expect(partial?.indexes.filter(({ isUnique }) => isUnique)).toHaveLength(3);
});

test('documentation is printed unless it is not wanted', async () => {
  const schema = parseSchema(await loadFixture('documentation'));
  expect(printSchema(schema)).toContain('  /// Only behind.\n');
  expect(printSchema(schema, { documentation: false })).not.toContain('//');
});

describe('refused', () => {
  test.each([
    ['nothing at all', []],
    ['an empty file', [{ path: 'a.prisma', content: '' }]],
    [
      'only a datasource',
      [{ path: 'a.prisma', content: 'datasource db {\n  provider = "postgresql"\n}\n' }],
    ],
  ])('%s', (_, sources) => {
    expect(() => parseSchema(sources)).toThrow(expect.objectContaining({ code: 'SCHEMA_EMPTY' }));
  });

  test('another database', () => {
    const content =
      '// é\ndatasource db {\n  // provider = "postgresql"\n  provider = "mysql"\n}\n';
    expect(() => parse(content)).toThrow(
      expect.objectContaining({
        code: 'SCHEMA_PROVIDER_UNSUPPORTED',
        message:
          'schema.prisma:4:14: the datasource\'s provider is "mysql".\n    provider = "mysql"',
        meta: { file: 'schema.prisma', line: 4, column: 14, provider: 'mysql' },
      }),
    );
  });
});

test('the engine is not loaded before a schema is parsed', () => {
  const index = join(import.meta.dirname, '../src/index.ts');
  const script = `
    import { createRequire } from 'node:module';
    const { parseSchema } = await import(${JSON.stringify(index)});
    const isLoaded = () => Object.keys(createRequire(import.meta.url).cache)
      .some((path) => path.includes('prisma-schema-wasm'));
    const before = isLoaded();
    parseSchema([{ path: 'a.prisma', content: 'enum E {\\n  A\\n}\\n' }]);
    console.log(before, isLoaded());
  `;
  const output = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module', '--eval', script],
    { cwd: import.meta.dirname, encoding: 'utf8' },
  );
  expect(output.trim()).toBe('false true');
});

import { describe, expect, test } from 'vitest';
import { formatSchema, parseSchema, schemaHash } from '../src/index.ts';

import { loadFixture } from './fixtures.ts';

const hashOf = (...files: readonly string[]): string =>
  schemaHash(parseSchema(files.map((content, index) => ({ path: `${index}.prisma`, content }))));

const [everything = { path: '', content: '' }] = await loadFixture('everything');
const text = everything.content;

/** The top-level blocks of a schema that keeps a blank line between them. */
const blocksOf = (schema: string): readonly string[] => schema.split(/\n\n(?=\S)/);

describe('what does not change the hash', () => {
  test('formatting, line ends, a byte order mark', () => {
    const cramped = text.replace(/(?<=\S) {2,}(?=\S)/g, ' ').replace(/^ +/gm, '\t');
    expect(cramped).not.toBe(text);
    expect(hashOf(cramped)).toBe(hashOf(text));
    expect(hashOf(formatSchema(text))).toBe(hashOf(text));
    expect(hashOf(`\uFEFF${text.replaceAll('\n', '\r\n')}`)).toBe(hashOf(text));
  });

  test('comments and documentation', () => {
    const undocumented = text.replace(/\/\/.*$/gm, '');
    const documented = text.replace(/^(?= *\w)/gm, '/// More.\n');
    expect(hashOf(undocumented)).toBe(hashOf(text));
    expect(hashOf(documented)).toBe(hashOf(text));
  });

  test('the order of blocks and of attributes, and the division into files', () => {
    const blocks = blocksOf(text);
    expect(blocks.length).toBeGreaterThan(8);
    expect(hashOf(blocks.toReversed().join('\n\n'))).toBe(hashOf(text));
    expect(hashOf(...blocks)).toBe(hashOf(text));
    expect(hashOf(...blocks.toReversed())).toBe(hashOf(text));
    const reordered = text.replace(
      /(\n {2}@@index\(\[tags].*)(\n {2}@@index\(\[released].*)/,
      '$2$1',
    );
    expect(reordered).not.toBe(text);
    expect(hashOf(reordered)).toBe(hashOf(text));
  });

  test('generators, connection URLs and the name of the datasource', () => {
    const other = text
      .replace(/generator client \{[^}]*\}/, 'generator zod {\n  provider = "zod"\n}')
      .replace(/url .*/, 'directUrl = env("B")')
      .replace('datasource db', 'datasource main')
      .replaceAll('@db.', '@main.');
    expect(hashOf(other)).toBe(hashOf(text));
  });

  test.each([
    ['name String @db.VarChar(200)', 'name String @db.VarChar(200) @map("name")'],
    ['key String @default(uuid())', 'key String @default(uuid(4))'],
    ['key String @default(cuid())', 'key String @default(cuid(1))'],
    ['price Decimal @default(1.5)', 'price Decimal @default("1.5") @db.Decimal(65, 30)'],
    ['at DateTime', 'at DateTime @db.Timestamp(3)'],
    ['@@index([a])', '@@index([a], type: BTree)'],
    ['@@index([a])', '@@index(fields: [a(sort: Asc)], map: "M_a_idx")'],
    ['@@unique([a])', '@@unique(fields: [a], map: "M_a_key")'],
    ['@@unique([a, id])', '@@unique([a, id], name: "a_id")'],
    ['@@index([a])', '@@index(a)'],
    ['@@index([a])', '@@index(fields: a)'],
    ['@@index([a(sort: Desc)])', '@@index(a(sort: Desc))'],
    ['@@index([a(sort: Desc)], map: "i")', '@@index(map: "i", fields: a(sort: Desc))'],
    ['@@index([s(ops: raw("text_pattern_ops"))])', '@@index(s(ops: raw("text_pattern_ops")))'],
    ['@@unique([a])', '@@unique(a)'],
    ['@@unique([a])', '@@unique(fields: a)'],
    ['@@unique([a(sort: Desc)])', '@@unique(a(sort: Desc))'],
    ['@@unique([a], name: "u")', '@@unique(a, name: "u")'],
    ['@@id([id])', '@@id(id)'],
    ['@@id([id], map: "k")', '@@id(fields: id, map: "k")'],
    [
      'r M @relation("self", fields: [a], references: [id])',
      'r M @relation("self", fields: a, references: id)',
    ],
    ['a Int @unique', 'a Int @db.Integer @unique(map: "M_a_key")'],
    ['id Int @id', 'id Int @id(map: "M_pkey")'],
    [
      'r M @relation("self", fields: [a], references: [id])',
      'r M @relation(name: "self", references: [id], fields: [a], onDelete: Restrict, onUpdate: Cascade, map: "M_a_fkey")',
    ],
  ])('what Prisma infers, spelled out: %s', (short, long) => {
    const schema = (line: string): string => {
      const others = [
        ...(line.startsWith('id ') ? [] : [line.startsWith('@@id') ? 'id Int' : 'id Int @id']),
        ...(line.startsWith('a ') ? [] : ['a Int']),
        's String',
        ...(line.startsWith('r ') ? ['rs M[] @relation("self")'] : []),
      ];
      return `model M {\n  ${[...others, line].join('\n  ')}\n}\n`;
    };
    expect(hashOf(schema(long))).toBe(hashOf(schema(short)));
  });
});

describe('what changes the hash', () => {
  test.each([
    ['a model', 'model Label {', 'model Tag {'],
    ['a table', '@@map("products")', '@@map("product")'],
    ['a namespace', '@@map("log")\n  @@schema("audit")', '@@map("log")\n  @@schema("public")'],
    ['a field', 'weight    Float?', 'mass      Float?'],
    ['a column', '@map("view_count")', '@map("views")'],
    ['a type', 'image     Bytes?', 'image     Json?'],
    ['a native type', '@db.VarChar(200)', '@db.VarChar(201)'],
    ['optional to required', 'image     Bytes?', 'image     Bytes'],
    ['a literal default', '@default("0.00")', '@default("0.01")'],
    ['a generated default', '@default(uuid(7))', '@default(uuid())'],
    ['a default gone', '@default("{}")', ''],
    ['a list default', '@default([SHOP, APP_STORE])', '@default([APP_STORE, SHOP])'],
    ['updatedAt', '@updatedAt @map', '@map'],
    ['a primary key', '@@id([companyId, sku], name: "productKey")', '@@id([companyId, sku])'],
    ['a unique', '@@unique([code])', '@@unique([code, sku])'],
    ['a partial unique', 'where: { source: "IMPORT" }', 'where: { source: "SHOP" }'],
    ['an index', '@@index([released], type: Brin)', ''],
    ['the kind of an index', '@@index([released], type: Brin)', '@@index([released], type: Hash)'],
    ['an operator class', 'gin_trgm_ops', 'gin_bigm_ops'],
    ['a sort', 'createdAt(sort: Desc)', 'createdAt'],
    ['onDelete', 'onDelete: Cascade', 'onDelete: Restrict'],
    ['onUpdate', 'onUpdate: Restrict', 'onUpdate: NoAction'],
    ['the name of a foreign key', 'map: "products_company"', 'map: "products_companies"'],
    ['the value of an enum', '  IMPORT\n', '  IMPORTED\n'],
    ['the database value of an enum', '@map("app-store")', '@map("app_store")'],
    ['@ignore', 'Json?     @ignore', 'Json?'],
    ['an unsupported type', 'Unsupported("point")', 'Unsupported("box")'],
    ['an extension', 'citext, ', ''],
    ['a view for a table', 'view ProductRating', 'model ProductRating'],
  ])('%s', (_, before, after) => {
    expect(text).toContain(before);
    let changed = text.replace(before, after);
    // Values of an enum are also used elsewhere.
    if (after.includes('IMPORTED')) changed = changed.replace('(IMPORT)', '(IMPORTED)');
    if (after.startsWith('model Tag')) changed = changed.replace(/\bLabel\b/g, 'Tag');
    expect(hashOf(changed)).not.toBe(hashOf(text));
  });

  test.each(['@@index(a)', '@@index(fields: a)', '@@unique(a)', '@@unique(fields: a(sort: Desc))'])(
    'a key of one field without brackets: %s',
    (key) => {
      const model = (line: string) => `model M {\n  id Int @id\n  a Int\n  b Int\n  ${line}\n}`;
      const hashes = ['', key, key.replace('a', 'b')].map((line) => hashOf(model(line)));
      expect(new Set(hashes).size).toBe(3);
    },
  );

  test('the order of enum values and of columns', () => {
    expect(hashOf('enum E {\n  A\n  B\n}')).not.toBe(hashOf('enum E {\n  B\n  A\n}'));
    const model = (...fields: string[]) => `model M {\n  id Int @id\n${fields.join('\n')}\n}`;
    expect(hashOf(model('a Int', 'b Int'))).not.toBe(hashOf(model('b Int', 'a Int')));
  });
});

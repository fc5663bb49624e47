import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect, test } from 'vitest';
import {
  introspectSchema,
  parseSchema,
  printSchema,
  type SchemaModel,
  schemaHash,
  schemaSql,
} from '../src/index.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

const texts = [
  'a, b',
  "it's",
  `"so" it's`,
  'back\\slash\\',
  'line\none, tab\t.',
  '{x}',
  '[y])',
  '/* no */ // comment',
  'Größe 😀',
  '$$ @map("z"); --',
  ' ',
  'NULL',
];
const quoted = texts.map((text) => JSON.stringify(text));

/** What is in the database, made from the schema, after the statement. */
async function rowOf(schema: SchemaModel, statement: string) {
  const database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    await client.query((await schemaSql(null, schema)).join('\n'));
    const { rows } = await client.query<Record<string, unknown>>(statement);
    const read = await introspectSchema(database.connectionString, { like: schema });
    return { row: rows[0], read };
  } finally {
    await client.end();
    await database.drop();
  }
}

test('what values and defaults hold is read, printed, made in a database, and read from there', async () => {
  const schema = parse(`
    enum Mood {
      ${quoted.map((text, index) => `v${index} @map(${text})`).join('\n')}
      plain
    }
    model Case {
      id    Int      @id @default(autoincrement())
      ${quoted.map((text, index) => `s${index} String @default(${text})`).join('\n')}
      ${quoted.map((_, index) => `m${index} Mood @default(v${index})`).join('\n')}
      texts String[] @default([${quoted.join(', ')}])
      moods Mood[]   @default([${quoted.map((_, index) => `v${index}`).join(', ')}, plain])
      none  Mood[]   @default([])
    }`);
  const again = parse(printSchema(schema));
  expect(schemaHash(again)).toBe(schemaHash(schema));
  expect(schema.enums[0]?.values.map(({ dbName }) => dbName)).toEqual([...texts, 'plain']);
  const { row, read } = await rowOf(
    schema,
    'INSERT INTO "Case" DEFAULT VALUES RETURNING *, moods::text[] AS moods, none::text[] AS none',
  );
  expect(row).toMatchObject({ texts, moods: [...texts, 'plain'], none: [] });
  for (const [index, text] of texts.entries()) {
    expect(row).toMatchObject({ [`s${index}`]: text, [`m${index}`]: text });
  }
  expect(schemaHash(parse(read))).toBe(schemaHash(schema));
});

test('names with quotes are written so that PostgreSQL reads them', async () => {
  const schema = parse(String.raw`
    model Odd {
      id    Int    @id
      name  String @unique @map("the \"name\"")
      size  Int    @map("it's size")
      upId  Int?
      up    Odd?   @relation("tree", fields: [upId], references: [id])
      downs Odd[]  @relation("tree")

      @@index([size, name])
      @@map("odd \"ones\"")
    }`);
  const { row, read } = await rowOf(
    schema,
    `INSERT INTO "odd ""ones""" (id, "the ""name""", "it's size") VALUES (1, 'a', 2) RETURNING *`,
  );
  expect(row).toEqual({ id: 1, 'the "name"': 'a', "it's size": 2, upId: null });
  expect(schemaHash(parse(read))).toBe(schemaHash(schema));
});

test('a value with a quote is added to a type', async () => {
  const before = parse('enum E {\n  A @map("a")\n}\nmodel M {\n  id Int @id\n  e E @default(A)\n}');
  const after = parse(
    'enum E {\n  A @map("a")\n  B @map("b\'s")\n}\nmodel M {\n  id Int @id\n  e E @default(B)\n}',
  );
  expect(await schemaSql(before, after)).toEqual([
    `ALTER TYPE "E" ADD VALUE 'b''s';`,
    `ALTER TABLE "M" ALTER COLUMN "e" SET DEFAULT 'b''s';`,
  ]);
});

test('the table of a relation whose name has a quote is written so too', async () => {
  const schema = parse(String.raw`
    model Odd {
      id    Int   @id
      pals  Odd[] @relation("say \"pal\"")
      palOf Odd[] @relation("say \"pal\"")
    }`);
  expect((await schemaSql(null, schema)).join('\n')).toContain(
    'CREATE INDEX "_say ""pal""_B_index" ON "_say ""pal"""("B");',
  );
});

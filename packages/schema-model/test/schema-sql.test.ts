import { expect, test } from 'vitest';
import { parseSchema, type SchemaModel, schemaSql } from '../src/index.ts';
import { splitStatements } from '../src/prisma/migration/split-statements.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

const previous = parse('model A {\n id Int @id\n}');
const current = parse('model A {\n id Int @id\n b String? @default("x; -- y")\n\n @@index([b])\n}');

test('leads from one schema to the other, and back, a statement each', async () => {
  expect(await schemaSql(previous, current)).toEqual([
    `ALTER TABLE "A" ADD COLUMN     "b" TEXT DEFAULT 'x; -- y';`,
    'CREATE INDEX "A_b_idx" ON "A"("b");',
  ]);
  expect(await schemaSql(current, previous)).toEqual([
    'DROP INDEX "A_b_idx";',
    'ALTER TABLE "A" DROP COLUMN "b";',
  ]);
  expect(await schemaSql(current, current)).toEqual([]);
});

test('begins with nothing where there is nothing', async () => {
  const statements = await schemaSql(null, current);
  expect(statements.map((statement) => statement.split('"', 1)[0])).toEqual([
    'CREATE SCHEMA IF NOT EXISTS ',
    'CREATE TABLE ',
    'CREATE INDEX ',
  ]);
});

test('answers calls that overlap, each with its own', async () => {
  const pairs = Array.from({ length: 12 }, (_, turn) =>
    turn % 2 === 0 ? schemaSql(previous, current) : schemaSql(current, previous),
  );
  const answers = await Promise.all(pairs);
  expect(answers.map(([first]) => first?.split(' ', 2).join(' '))).toEqual(
    Array.from({ length: 12 }, (_, turn) => (turn % 2 === 0 ? 'ALTER TABLE' : 'DROP INDEX')),
  );
});

test('switches on what the schema needs: partial indexes, extensions, namespaces, views', async () => {
  const schema = parse(`
    datasource db {
      provider   = "postgresql"
      extensions = [citext]
      schemas    = ["public", "sales"]
    }
    model A {
      id Int @id
      b String @db.Citext
      @@index([b], where: raw("b IS NOT NULL"))
      @@schema("sales")
    }
    view V {
      id Int @unique
      @@schema("public")
    }`);
  const sql = (await schemaSql(null, schema)).join('\n');
  expect(sql).toContain('CREATE EXTENSION IF NOT EXISTS "citext"');
  expect(sql).toContain('CREATE SCHEMA IF NOT EXISTS "sales"');
  expect(sql).toContain('ON "sales"."A"("b") WHERE (b IS NOT NULL)');
  expect(sql).not.toContain('"V"');
});

test('makes no foreign keys where the relations are the client’s', async () => {
  const models =
    'model A {\n id Int @id\n a A? @relation("a", fields: [id], references: [id])\n b A? @relation("a")\n}';
  const mode = 'datasource db {\n provider = "postgresql"\n relationMode = "prisma"\n}\n';
  expect((await schemaSql(null, parse(models))).join()).toContain('FOREIGN KEY');
  expect((await schemaSql(null, parse(mode + models))).join()).not.toContain('FOREIGN KEY');
});

test.each([
  ["SELECT 'a;b', E'it\\';s'; SELECT 2;", ["SELECT 'a;b', E'it\\';s';", 'SELECT 2;']],
  [
    '-- Said; before\nSELECT "a;""b"; /* c; */ SELECT $x$;$x$;',
    ['SELECT "a;""b";', 'SELECT $x$;$x$;'],
  ],
  ['SELECT 1 - 2 / 3', ['SELECT 1 - 2 / 3']],
  ['-- This is an empty migration.', []],
])('splits %j', (script, statements) => {
  expect(splitStatements(script)).toEqual(statements);
});

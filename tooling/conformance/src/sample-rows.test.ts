import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { planSampleRows, type SampleColumn } from './sample-rows.ts';

const plan = (content: string) => planSampleRows(parseSchema([{ path: 'schema.prisma', content }]));

/** Where there is neither a boolean nor a number, there is nothing else to try. */
const twice = (...columns: readonly SampleColumn[]) => [columns, columns];

test('rows come after the rows that they refer to, and take their keys', () => {
  const { rows, leftOut } = plan(`
    model Comment {
      id     Int  @id @default(autoincrement())
      text   String @db.VarChar(4)
      postId Int
      post   Post @relation(fields: [postId], references: [id])
    }
    model Post {
      id       Int       @id
      comments Comment[]
    }`);
  expect(leftOut).toEqual([]);
  expect(rows).toEqual([
    {
      model: 'Post',
      key: ['id'],
      hasInsertTrigger: false,
      hasRows: false,
      variants: [7, 1].map((value) => [
        { kind: 'value', field: 'id', type: 'Int', nativeType: 'Integer', value },
      ]),
    },
    {
      model: 'Comment',
      key: ['id'],
      hasInsertTrigger: false,
      hasRows: false,
      variants: twice(
        { kind: 'value', field: 'text', type: 'String', nativeType: 'VarChar', value: 'text' },
        { kind: 'reference', field: 'postId', model: 'Post', of: 'id' },
      ),
    },
  ]);
});

test('the second variant is the plainest, for a table whose CHECK refuses the first', () => {
  const { rows } = plan('model A {\n  id Int @id\n  on Boolean\n}');
  const values = rows[0]?.variants.map((columns) =>
    columns.map((column) => column.kind === 'value' && column.value),
  );
  expect(values).toEqual([
    [7, true],
    [1, false],
  ]);
});

test('a table with a trigger before inserts is marked, and one with rows', () => {
  const model = parseSchema([
    { path: 'schema.prisma', content: 'model A {\n  id Int @id\n\n  @@map("table_a")\n}' },
  ]);
  const table = new Set(['table_a']);
  expect(planSampleRows(model, { triggered: table, filled: new Set() }).rows).toMatchObject([
    { hasInsertTrigger: true, hasRows: false },
  ]);
  expect(planSampleRows(model, { triggered: new Set(), filled: table }).rows).toMatchObject([
    { hasInsertTrigger: false, hasRows: true },
  ]);
});

test('rows that require each other are left out, with the reason', () => {
  const { rows, leftOut } = plan(`
    model A {
      id  Int @id
      bId Int @unique
      b   B   @relation("ab", fields: [bId], references: [id])
      bs  B[] @relation("ba")
    }
    model B {
      id  Int @id
      aId Int
      a   A   @relation("ba", fields: [aId], references: [id])
      as  A?  @relation("ab")
    }`);
  expect(rows).toEqual([]);
  expect(leftOut.map(({ model }) => model)).toEqual(['A', 'B']);
});

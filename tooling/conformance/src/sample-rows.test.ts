import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { planSampleRows } from './sample-rows.ts';

const plan = (content: string) => planSampleRows(parseSchema([{ path: 'schema.prisma', content }]));

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
      columns: [{ kind: 'value', field: 'id', type: 'Int', nativeType: 'Integer', value: 7 }],
    },
    {
      model: 'Comment',
      key: ['id'],
      hasInsertTrigger: false,
      columns: [
        { kind: 'value', field: 'text', type: 'String', nativeType: 'VarChar', value: 'text' },
        { kind: 'reference', field: 'postId', model: 'Post', of: 'id' },
      ],
    },
  ]);
});

test('a table with a trigger before inserts is marked', () => {
  const model = parseSchema([
    { path: 'schema.prisma', content: 'model A {\n  id Int @id\n\n  @@map("table_a")\n}' },
  ]);
  expect(planSampleRows(model, new Set(['table_a'])).rows[0]?.hasInsertTrigger).toBe(true);
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

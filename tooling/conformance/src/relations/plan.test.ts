import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import type { Arguments } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { planReads } from './plan-reads.ts';
import { planWrites } from './plan-writes.ts';

const schema = parseSchema([
  {
    path: 'schema.prisma',
    content: `
      model User {
        id    Int    @id
        name  String
        posts Post[]
      }
      model Post {
        id       Int  @id
        title    String
        authorId Int
        author   User @relation(fields: [authorId], references: [id])
        tags     Tag[]
      }
      model Tag {
        id    Int    @id
        posts Post[]
      }`,
  },
]);

const row = (values: Readonly<Record<string, unknown>>) =>
  new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      { kind: 'value', type: 'Int', nativeType: 'Integer', value } as const,
    ]),
  );

const existing: ExistingRows = new Map([
  ['User', [row({ id: 1, name: 1 }), row({ id: 2, name: 2 })]],
  ['Post', [row({ id: 1, title: 1, authorId: 1 }), row({ id: 2, title: 2, authorId: 1 })]],
  ['Tag', []],
]);

test('every relation of a model that has rows is loaded, filtered by and ordered by', () => {
  const calls = planReads(schema, existing).filter(({ model }) => model === 'Post');
  const asked = (key: string, relation: string): number =>
    calls.filter(({ args }) => JSON.stringify(args[key] ?? null).includes(`"${relation}"`)).length;
  for (const relation of ['author', 'tags']) {
    expect(asked('include', relation), relation).toBeGreaterThan(1);
    expect(asked('where', relation), relation).toBeGreaterThan(4);
  }
  expect(asked('orderBy', 'author')).toBe(1);
  expect(planReads(schema, existing).some(({ model }) => model === 'Tag')).toBe(false);
});

test('every nested write is made in an update, and those of new rows in a create as well', () => {
  const calls = planWrites(schema, existing).filter(({ model }) => model === 'User');
  const operations = (method: string): ReadonlySet<string> =>
    new Set(
      calls
        .filter((call) => call.method === method)
        .flatMap(({ args }) => Object.keys((args.data as { posts: Arguments }).posts)),
    );
  expect([...operations('update')].toSorted()).toEqual(
    `connect connectOrCreate create createMany delete deleteMany disconnect set update updateMany upsert`.split(
      ' ',
    ),
  );
  expect([...operations('create')].toSorted()).toEqual([
    'connect',
    'connectOrCreate',
    'create',
    'createMany',
  ]);
  expect(calls.every(({ after }) => after?.length === 2)).toBe(true);
});

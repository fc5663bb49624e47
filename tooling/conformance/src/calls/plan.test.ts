import { parseSchema } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import type { Arguments } from './call.ts';
import type { ExistingRows } from './existing-rows.ts';
import { planColumns } from './plan-columns.ts';
import { planReads } from './plan-reads.ts';
import { planRowWrites } from './plan-row-writes.ts';
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

const everyKind = parseSchema([
  {
    path: 'schema.prisma',
    content: `
      enum Color {
        red
        blue
      }
      model Thing {
        id    Int      @id
        name  String?
        big   BigInt
        price Decimal
        part  Float
        flag  Boolean
        at    DateTime
        data  Json?
        bytes Bytes
        color Color
        tags  String[]
        key   String   @db.Uuid
        code  String
        place String
        @@unique([code, place])
      }`,
  },
]);
const things: ExistingRows = new Map([
  ['Thing', [row({ id: 1, code: 'a', place: 'b' }), row({ id: 2, code: 'c', place: 'd' })]],
]);

test('every column is filtered by with each operator of its type, and ordered by', () => {
  const calls = planColumns(everyKind, things);
  const operators = (name: string): string =>
    [
      ...new Set(
        calls.flatMap(({ args }) => {
          const filter = (args.where as Arguments | undefined)?.[name];
          return filter && !('kind' in (filter as object)) ? Object.keys(filter) : [];
        }),
      ),
    ]
      .toSorted()
      .join(' ');
  const compared = 'equals gt gte in lt lte not notIn';
  for (const name of ['id', 'big', 'price', 'part', 'at', 'key']) {
    expect(operators(name), name).toBe(compared);
  }
  expect(operators('name')).toBe(
    'contains endsWith equals gt gte in lt lte mode not notIn startsWith',
  );
  expect(operators('flag')).toBe('equals not');
  expect(operators('bytes')).toBe('equals in not notIn');
  expect(operators('color')).toBe('equals in not notIn');
  expect(operators('tags')).toBe('equals has hasEvery hasSome isEmpty');
  expect(operators('data')).toBe('array_contains equals gte not path string_contains');
  const ordered = new Set(
    calls.flatMap(({ args }) => Object.keys((args.orderBy as readonly object[])?.[0] ?? {})),
  );
  expect(ordered.size).toBe(13);
  const pages = calls.filter(({ args }) => args.where === undefined).map(({ args }) => args);
  for (const part of ['take', 'skip', 'cursor']) {
    expect(
      pages.some((args) => part in args),
      part,
    ).toBe(true);
  }
  expect(
    calls.filter(({ method }) => method === 'findUnique').map(({ args }) => args.where),
  ).toEqual(
    expect.arrayContaining([
      { id: expect.objectContaining({ value: 1 }) },
      { code_place: { code: expect.anything(), place: expect.anything() } },
    ]),
  );
});

test('rows are made, changed in every column, and taken away, one and many', () => {
  const calls = planRowWrites(everyKind, things);
  expect(new Set(calls.map(({ method }) => method))).toEqual(
    new Set('create createMany update updateMany upsert delete deleteMany'.split(' ')),
  );
  const changed = new Set(
    calls
      .filter(({ method }) => method === 'update')
      .flatMap(({ args }) => Object.keys(args.data as Arguments)),
  );
  expect([...changed].toSorted()).toEqual(
    'at big bytes color data flag key name part price tags'.split(' '),
  );
  expect(calls.every(({ after }) => after?.length === 1)).toBe(true);
});

import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import {
  applyChanges,
  comparableSchema,
  diff,
  likelyRenames,
  renameFindings,
  renamesIn,
  reversedRenames,
  subjectPath,
} from '../index.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

const review = (...lines: readonly string[]): SchemaModel =>
  parse(['model Review {', 'id Int @id', ...lines, '}'].join('\n'));

const ids = (...[previous, current, options]: Parameters<typeof diff>): readonly string[] =>
  diff(previous, current, options).map(({ id, subject }) => `${id} ${subjectPath(subject)}`);

const findings = (...[previous, current, options]: Parameters<typeof renameFindings>) =>
  renameFindings(previous, current, options).map(({ id, from, to }) => `${id} ${from} ${to}`);

describe('a rename', () => {
  test('holds both names of the schema and of the database', () => {
    const before = review('body String @map("text")');
    const after = review('/// @renamed from: body', 'content String');
    expect(diff(before, after)).toMatchObject([
      {
        id: 'FIELD_RENAMED',
        subject: { kind: 'field', owner: 'model', entity: 'Review', name: 'content' },
        previous: { name: 'body', databaseName: 'text' },
        current: { name: 'content', databaseName: 'content' },
        location: { line: 4 },
        bump: 'major',
      },
    ]);
  });

  test('states what else is different beside it, under the new name', () => {
    const before = review('body String');
    const after = review('/// @renamed from: body', 'content String? @db.VarChar(20)');
    expect(ids(before, after)).toEqual([
      'FIELD_RENAMED Review.content',
      'FIELD_TYPE_CHANGED Review.content',
      'FIELD_MADE_OPTIONAL Review.content',
    ]);
  });

  test('takes along the keys, indexes and relations that name it', () => {
    const shop = (product: string, code: string, note = ''): SchemaModel =>
      parse(`
        model ${product} {
          id Int @id
          ${note.includes('code') ? note : ''}
          ${code} String
          reviews Review[]
          @@unique([${code}, id])
          @@index([${code}])
        }
        model Review {
          id Int @id
          about String
          product ${product} @relation(fields: [about, id], references: [${code}, id])
        }`);
    expect(
      ids(shop('Product', 'code'), shop('Item', 'sku'), {
        renames: [
          { from: 'Product', to: 'Item' },
          { from: 'Product.code', to: 'Item.sku' },
        ],
      }),
    ).toEqual(['MODEL_RENAMED Item', 'FIELD_RENAMED Item.sku']);
    expect(
      ids(shop('Product', 'code'), shop('Product', 'sku', '/// @renamed from: code\n')),
    ).toEqual(['FIELD_RENAMED Product.sku']);
  });

  test('takes along the values of defaults and the types of fields', () => {
    const before = parse(
      'enum E {\nA\nB\n}\nmodel M {\nid Int @id\ne E @default(A)\nl E[] @default([A])\n}',
    );
    const after = parse(
      '/// @renamed from: E\nenum F {\n/// @renamed from: A\nC\nB\n}\nmodel M {\nid Int @id\ne F @default(C)\nl F[] @default([C])\n}',
    );
    expect(ids(before, after)).toEqual(['ENUM_RENAMED F', 'ENUM_VALUE_RENAMED F.C']);
  });

  test('that moves a join table says so: clients ask for it by name', () => {
    const tagged = (name: string, note = '') =>
      parse(
        `${note}model ${name} {\nid Int @id\ntags Tag[]\n@@map("Review")\n}\nmodel Tag {\nid Int @id\nreviews ${name}[]\n}`,
      );
    expect(ids(tagged('Review'), tagged('Opinion'))).toEqual([
      'MODEL_RENAMED Opinion',
      'RELATION_MAPPING_CHANGED Opinion.tags',
    ]);
    // Which of its columns points at which table depends on the order of the names.
    expect(ids(tagged('Review'), tagged('Verdict'))).toEqual([
      'MODEL_RENAMED Verdict',
      'RELATION_CHANGED Tag.reviews',
      'RELATION_MAPPING_CHANGED Tag.reviews',
    ]);
  });

  test('of a column that the database does not see needs no word', () => {
    const changes = diff(review('body String'), review('content String @map("body")'));
    expect(changes).toMatchObject([
      { id: 'FIELD_RENAMED', previous: { name: 'body', databaseName: 'body' } },
    ]);
    expect(changes[0]?.compatibility).toMatchObject({
      oldClientReads: 'yes',
      oldClientWrites: 'yes',
    });
  });

  test('is never guessed', () => {
    expect(ids(review('body String'), review('content String'))).toEqual([
      'FIELD_REMOVED Review.body',
      'FIELD_ADDED Review.content',
    ]);
  });
});

test('reversed renames are renames, too', () => {
  const before = parse('enum E {\nA\n}\nmodel M {\nid Int @id\na Int\n}');
  const after = parse(
    '/// @renamed from: E\nenum F {\n/// @renamed from: E.A\nB\n}\n/// @renamed from: M\nmodel N {\nid Int @id\n/// @renamed from: a\nb Int\n}',
  );
  const changes = diff(before, after);
  const renames = reversedRenames(changes);
  expect(renames).toEqual([
    { from: 'F', to: 'E' },
    { from: 'N', to: 'M' },
    { from: 'F.B', to: 'E.A' },
    { from: 'N.b', to: 'M.a' },
  ]);
  expect(ids(after, before, { renames })).toEqual([
    'ENUM_RENAMED E',
    'MODEL_RENAMED M',
    'ENUM_VALUE_RENAMED E.A',
    'FIELD_RENAMED M.a',
  ]);
});

describe('an annotation', () => {
  const after = review('/// What it says.', '/// @renamed from: body', 'content String');

  test('documents nothing', () => {
    expect(ids(review('/// What it says.', 'content String'), after)).toEqual([]);
    expect(ids(review('/// What it says.', 'body String'), after)).toEqual([
      'FIELD_RENAMED Review.content',
    ]);
  });

  test('that was released is over', () => {
    expect(findings(after, after)).toEqual([]);
    expect(findings(review('content String'), after)).toEqual([]);
    const both = review(
      '/// What it says.',
      '/// @renamed from: body',
      'content String',
      'body String',
    );
    expect(findings(both, after)).toEqual([]);
    expect(ids(both, after)).toEqual(['FIELD_REMOVED Review.body']);
  });

  test('whose new name another thing had is a finding', () => {
    const kept = findings(review('content String', 'body String'), after);
    expect(kept).toEqual(['RENAME_TARGET_KEPT Review.body Review.content']);
  });

  test('whose old name nothing had is a finding, with its place', () => {
    expect(findings(review(), after)).toEqual(['RENAME_SOURCE_UNKNOWN Review.body Review.content']);
    expect(renameFindings(review(), after)[0]?.location).toMatchObject({ line: 5 });
    expect(ids(review(), after)).toEqual(['FIELD_ADDED Review.content']);
  });

  test('whose old name is still there is a finding', () => {
    const kept = review('/// @renamed from: body', 'content String', 'body String');
    expect(findings(review('body String'), kept)).toEqual([
      'RENAME_SOURCE_KEPT Review.body Review.content',
    ]);
  });

  test('that claims what another claims is a finding', () => {
    const twice = review(
      '/// @renamed from: body',
      'content String',
      '/// @renamed from: body',
      'text String',
    );
    expect(findings(review('body String'), twice)).toEqual([
      'RENAME_AMBIGUOUS Review.body Review.text',
    ]);
  });

  test('in a model that is new itself is none', () => {
    expect(findings(parse('model A {\nid Int @id\n}'), after)).toEqual([]);
  });
});

describe('renames of names that others had', () => {
  const pair = (...lines: readonly string[]) => review(...lines, 'rating Int');
  const answers = (...renames: readonly (readonly [string, string])[]) => ({
    renames: renames.map(([from, to]) => ({ from: `Review.${from}`, to: `Review.${to}` })),
  });
  const before = pair('a String', 'b String @unique');

  test('are a chain, by annotations or answers', () => {
    const after = pair(
      '/// @renamed from: a',
      'b String',
      '/// @renamed from: b',
      'c String @unique',
    );
    const bare = pair('b String', 'c String @unique');
    const expected = ['FIELD_RENAMED Review.b', 'FIELD_RENAMED Review.c'];
    expect(ids(before, after)).toEqual(expected);
    expect(findings(before, after)).toEqual([]);
    const options = answers(['a', 'b'], ['b', 'c']);
    expect(ids(before, bare, options)).toEqual(expected);
    expect(findings(before, bare, options)).toEqual([]);
    // A part of it says what became of the rest.
    expect(findings(before, bare, answers(['a', 'b']))).toEqual([
      'RENAME_TARGET_KEPT Review.a Review.b',
    ]);
    expect(findings(after, after)).toEqual([]);
    expect(ids(after, after)).toEqual([]);
  });

  test.each([
    [
      'fields',
      before,
      pair('/// @renamed from: b', 'a String @unique', '/// @renamed from: a', 'b String'),
    ],
    [
      'columns',
      pair('a String @map("x")', 'b String @map("y")'),
      pair('a String @map("y")', 'b String @map("x")'),
    ],
    [
      'three fields',
      pair('a Int', 'b Int', 'c Int'),
      pair(
        '/// @renamed from: c',
        'a Int',
        '/// @renamed from: a',
        'b Int',
        '/// @renamed from: b',
        'c Int',
      ),
    ],
    [
      'models',
      parse('model A {\nid Int @id\n}\nmodel B {\nid String @id\n}'),
      parse(
        '/// @renamed from: B\nmodel A {\nid String @id\n}\n/// @renamed from: A\nmodel B {\nid Int @id\n}',
      ),
    ],
    [
      'tables',
      parse('model A {\nid Int @id\n@@map("x")\n}\nmodel B {\nid Int @id\n@@map("y")\n}'),
      parse('model A {\nid Int @id\n@@map("y")\n}\nmodel B {\nid Int @id\n@@map("x")\n}'),
    ],
    [
      'enums',
      parse('enum E {\nX\n}\nenum F {\nY\n}'),
      parse('/// @renamed from: F\nenum E {\nY\n}\n/// @renamed from: E\nenum F {\nX\n}'),
    ],
    [
      'values',
      parse('enum E {\nX\nY\n}'),
      parse('enum E {\n/// @renamed from: Y\nX\n/// @renamed from: X\nY\n}'),
    ],
    [
      'a column and a relation field',
      parse(
        'model A {\nid Int @id\nbs B[]\n}\nmodel B {\nid Int @id\na Int\nb A @relation(fields: [a], references: [id])\n}',
      ),
      parse(
        'model A {\nid Int @id\nbs B[]\n}\nmodel B {\nid Int @id\n/// @renamed from: a\nb Int\na A @relation(fields: [b], references: [id])\n}',
      ),
    ],
    [
      'models, and a field in each',
      parse('model A {\nid Int @id\nx Int\n}\nmodel B {\nid Int @id\ny Int\n}'),
      parse(
        '/// @renamed from: B\nmodel A {\nid Int @id\n/// @renamed from: y\nx Int\n}\n/// @renamed from: A\nmodel B {\nid Int @id\n/// @renamed from: x\ny Int\n}',
      ),
    ],
    [
      'a model and an enum, with the default of a field',
      parse('enum E {\nX\nY\n}\nmodel M {\nid Int @id\ne E @default(X)\n}'),
      parse(
        '/// @renamed from: M\nmodel E {\nid Int @id\ne M @default(Y)\n}\n/// @renamed from: E\nenum M {\n/// @renamed from: Y\nX\n/// @renamed from: X\nY\n}',
      ),
    ],
  ])('that change places are changes: %s', (_, previous, current) => {
    const changes = diff(previous, current);
    expect(changes.length).toBeGreaterThan(1);
    expect(applyChanges(previous, changes)).toEqual(comparableSchema(current));
    expect(findings(previous, current)).toEqual([]);
    // Once it is released it is over.
    expect(findings(current, current)).toEqual([]);
    expect(ids(current, current)).toEqual([]);
    const renames = reversedRenames(changes);
    const back = diff(current, previous, { renames });
    expect(findings(current, previous, { renames })).toEqual([]);
    expect(renamesIn(back)).toHaveLength(renamesIn(changes).length);
    expect(applyChanges(current, back)).toEqual(comparableSchema(previous));
  });

  test('may turn the columns of a join table between rows of one model', () => {
    const user = (...fields: readonly string[]): SchemaModel =>
      parse(['model U {', 'id Int @id', ...fields, '}'].join('\n'));
    const was = user('a U[] @relation("f")', 'b U[] @relation("f")');
    const turned = user('/// @renamed from: a', 'c U[] @relation("f")', 'b U[] @relation("f")');
    const kept = user('/// @renamed from: b', 'c U[] @relation("f")', 'a U[] @relation("f")');
    expect(ids(was, turned)).toEqual(['FIELD_RENAMED U.c', 'RELATION_CHANGED U.b']);
    expect(ids(was, kept)).not.toContain('RELATION_CHANGED U.a');
    for (const is of [turned, kept]) {
      expect(findings(was, is)).toEqual([]);
      expect(applyChanges(was, diff(was, is))).toEqual(comparableSchema(is));
      expect(findings(is, is)).toEqual([]);
    }
  });

  test('that change places in the client alone are no finding', () => {
    const was = pair('a String @map("x")', 'b String @map("y")');
    const is = pair(
      '/// @renamed from: b',
      'a String @map("y")',
      '/// @renamed from: a',
      'b String @map("x")',
    );
    expect(ids(was, is)).toEqual([
      'FIELD_RENAMED Review.a',
      'FIELD_RENAMED Review.b',
      'FIELDS_REORDERED Review',
    ]);
    expect(findings(was, is)).toEqual([]);
  });
});

test('an answer that fits nothing is a finding', () => {
  const [before, after] = [review('body String'), review('content String')];
  const answer = (from: string, to: string) => findings(before, after, { renames: [{ from, to }] });
  expect(answer('Review.body', 'Review.content')).toEqual([]);
  expect(answer('Review.body', 'Review.text')).toEqual([
    'RENAME_TARGET_UNKNOWN Review.body Review.text',
  ]);
  expect(answer('Review.text', 'Review.content')).toEqual([
    'RENAME_SOURCE_UNKNOWN Review.text Review.content',
  ]);
  expect(answer('Product.body', 'Review.content')).toEqual([
    'RENAME_TARGET_UNKNOWN Product.body Review.content',
  ]);
});

describe('a likely rename', () => {
  const pairs = (previous: SchemaModel, current: SchemaModel) =>
    likelyRenames(previous, current).map(({ from, to }) => `${from} ${to}`);

  test('is a field of the same type, in the same place or alone of its type', () => {
    const before = review('body String', 'rating Int', 'seen Boolean');
    const after = review('rating Int', 'isSeen Boolean', 'content String');
    expect(pairs(before, after)).toEqual([
      'Review.seen Review.isSeen',
      'Review.body Review.content',
    ]);
  });

  test('is none where two would do, or the type is another', () => {
    expect(pairs(review('a String', 'b String'), review('c String', 'd String'))).toEqual([]);
    expect(pairs(review('a String'), review('b Int'))).toEqual([]);
  });

  test('is a model or an enum with most members in common', () => {
    const before = parse('enum E {\nA\nB\nC\n}\nmodel M {\nid Int @id\na Int\nb Int\n}');
    const after = parse('enum F {\nA\nB\nC\n}\nmodel N {\nid Int @id\na Int\nb Int\nc Int\n}');
    expect(pairs(before, after)).toEqual(['E F', 'M N']);
  });

  test('is a value in the place of another', () => {
    const values = (...names: readonly string[]) =>
      parse(`enum E {\n${names.join('\n')}\n}\nmodel M {\nid Int @id\n}`);
    expect(pairs(values('A', 'B', 'C'), values('A', 'X', 'C'))).toEqual(['E.B E.X']);
  });

  test('is not offered where it is stated', () => {
    const after = review('/// @renamed from: body', 'content String');
    expect(pairs(review('body String'), after)).toEqual([]);
  });
});

import { describe, expect, test } from 'vitest';
import { columnIn, enums, tableIn, transitionOf } from '../../test/parts.ts';
import { isVolatile, placeholder, type Value } from './placeholder.ts';

/** What rows get in the new column `c` of a model that has these lines, too. */
function value(declared: string, lines = '', others = ''): Value | undefined {
  const model = (line: string): string =>
    `${enums}model M {\n  id Int @id\n${lines}${line}}\n${others}`;
  const transition = transitionOf(
    model('')
      .replace(/^ {2}r .*\n/gm, '')
      .replace(/^ {2}ms .*\n/gm, '')
      .replace(/^ {2}@@.*\bc\b.*\n/gm, ''),
    model(`  c ${declared}\n`),
  );
  const table = tableIn(transition.after, 'M');
  return placeholder(columnIn(table, 'c'), table, 'before', transition);
}

const constant = (sql: string): Value => ({ sql, isConstant: true, isKnown: false });
const each = (sql: string): Value => ({ sql, isConstant: false, isKnown: false });

describe('a value that means nothing', () => {
  test.each([
    ['Int', constant('0')],
    ['BigInt', constant('0')],
    ['Float', constant('0')],
    ['Decimal', constant('0')],
    ['Boolean', constant('false')],
    ['String', constant("''")],
    ['String @db.VarChar(5)', constant("''")],
    ['Bytes', constant("''")],
    ['Json', constant("'{}'")],
    ['DateTime', constant('CURRENT_TIMESTAMP')],
    ['String @db.Uuid', each('gen_random_uuid()')],
    ['String @db.Inet', constant("'0.0.0.0'")],
    ['String @db.Xml', constant("''")],
    ['String @db.Bit(3)', constant("'000'")],
    ['String @db.Bit', constant("'0'")],
    ['String @db.VarBit(3)', constant("''")],
    ['E', constant("'x'")],
    ['Unsupported("point")', undefined],
  ])('%s', (declared, expected) => {
    expect(value(declared)).toEqual(expected);
  });
});

describe('a value that the schema says', () => {
  test.each([
    ['Int @default(3)', { sql: '3', isConstant: true, isKnown: true }],
    ['E @default(y)', { sql: "'y'", isConstant: true, isKnown: true }],
    ['DateTime @default(now())', { sql: 'CURRENT_TIMESTAMP', isConstant: true, isKnown: true }],
    ['Int[]', { sql: "'{}'", isConstant: true, isKnown: true }],
    ['Int[] @default([1])', { sql: 'ARRAY[1]::INTEGER[]', isConstant: true, isKnown: true }],
    [
      'Int @default(dbgenerated("random_int(3)"))',
      { sql: 'random_int(3)', isConstant: false, isKnown: true },
    ],
    [
      'String @default(uuid())',
      { sql: 'gen_random_uuid()::text', isConstant: false, isKnown: true },
    ],
    [
      'String @default(uuid()) @db.Uuid',
      { sql: 'gen_random_uuid()', isConstant: false, isKnown: true },
    ],
    ['String @default(cuid())', constant("''")],
    ['Int @default(autoincrement())', undefined],
  ])('%s', (declared, expected) => {
    expect(value(declared)).toEqual(expected);
  });
});

describe('a value that no two rows have', () => {
  const number = '"M"."id"';
  test.each([
    ['Int @unique', number],
    ['BigInt @unique', number],
    ['Decimal @unique', number],
    ['Float @unique', number],
    ['String @unique', 'gen_random_uuid()::text'],
    ['String @unique @db.VarChar(36)', 'gen_random_uuid()::text'],
    ['String @unique @db.VarChar(35)', `${number}::text`],
    ['String @unique @db.Uuid', 'gen_random_uuid()'],
    ['DateTime @unique', `(TIMESTAMP '2000-01-01' + make_interval(secs => ${number}))`],
  ])('%s', (declared, sql) => {
    expect(value(declared)).toEqual(each(sql));
  });

  test.each(['Boolean @unique', 'Bytes @unique', 'E @unique'])('%s has none', (declared) => {
    expect(value(declared)).toBeUndefined();
  });

  test('rows are counted by all of the key', () => {
    const of = (lines: string) => {
      const model = (line: string): string => `model M {\n  a Int\n  b Int\n${line}  ${lines}\n}\n`;
      const transition = transitionOf(model(''), model('  c Int @unique\n'));
      const table = tableIn(transition.after, 'M');
      return placeholder(columnIn(table, 'c'), table, 'before', transition);
    };
    expect(of('@@id([b, a])')).toEqual(
      each(
        '(SELECT count(*) FROM "M" AS other WHERE (other."b", other."a") <= ("M"."b", "M"."a"))',
      ),
    );
    expect(of('@@unique([a, b])')).toBeUndefined();
  });

  test('an index that is not unique asks for nothing', () => {
    expect(value('Int', '  @@index([c])\n')).toEqual(constant('0'));
    expect(value('Int', '  @@unique([id, c])\n')).toEqual(each(number));
  });
});

test('a foreign key gets a row that is there', () => {
  const other = 'model B {\n  id  Int @id\n  key Int @unique @map("k")\n  ms  M[]\n}\n';
  const relation = '  r  B   @relation(fields: [c], references: [key])\n';
  expect(value('Int', relation, other)).toEqual(each('(SELECT "k" FROM "B" ORDER BY 1 LIMIT 1)'));
});

describe('isVolatile', () => {
  test.each([
    ['gen_random_uuid()', true],
    ['nextval(\'"S"\'::regclass)', true],
    ['now()', false],
    ['NOW()', false],
    ['CURRENT_TIMESTAMP', false],
    ["'f()'", false],
    ["'it''s f()' || g()", true],
    ['1 + 1', false],
    ["to_json('a'::text)", false],
    ['knows(1)', true],
  ])('%s: %s', (sql, expected) => {
    expect(isVolatile(sql)).toBe(expected);
  });
});

test('a foreign key that no two rows share has no value', () => {
  const other = 'model B {\n  id  Int @id\n  key Int @unique @map("k")\n  ms  M?\n}\n';
  const relation = '  r  B   @relation(fields: [c], references: [key])\n';
  expect(value('Int @unique', relation, other)).toBeUndefined();
});

import { diff } from '@schema-service/schema-diff';
import { describe, expect, test } from 'vitest';
import { parse } from '../test/parts.ts';
import { dataChecks } from './data-checks.ts';

const checks = (previous: string, current: string) => {
  const [from, to] = [parse(previous), parse(current)];
  return dataChecks(to, diff(from, to));
};

const model = (...lines: readonly string[]): string =>
  `model A {\n  id Int @id\n  a Int?\n  b String? @map("b_")\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;

describe('rows that repeat', () => {
  test('what becomes unique', () => {
    expect(checks(model(), model('@@unique([a, b])'))).toEqual([
      {
        kind: 'dataCheck',
        path: 'A.@@unique([a, b])',
        sql: 'SELECT count(*) AS broken FROM (SELECT FROM "A" WHERE "a" IS NOT NULL AND "b_" IS NOT NULL GROUP BY "a", "b_" HAVING count(*) > 1) AS repeated',
      },
    ]);
  });

  test('what becomes the key', () => {
    const keyless = 'model A {\n  id Int @unique\n  b  Int\n}\n';
    const keyed = keyless.replace('b  Int', 'b  Int @id');
    expect(checks(keyless, keyed).map(({ sql }) => sql)).toEqual([
      'SELECT count(*) AS broken FROM (SELECT FROM "A" WHERE "b" IS NOT NULL GROUP BY "b" HAVING count(*) > 1) AS repeated',
    ]);
  });

  test('a plain index breaks nothing', () => {
    expect(checks(model(), model('@@index([a])'))).toEqual([]);
  });

  test('a unique index with a condition looks at no other rows', () => {
    const generator =
      'generator client {\n  provider = "prisma-client"\n  previewFeatures = ["partialIndexes"]\n}\n';
    const [check, ...others] = checks(
      generator + model(),
      generator + model('@@unique([a], where: raw("b_ IS NULL"))'),
    );
    expect(others).toEqual([]);
    expect(check?.sql).toBe(
      'SELECT count(*) AS broken FROM (SELECT FROM "A" WHERE "a" IS NOT NULL AND (b_ IS NULL) GROUP BY "a" HAVING count(*) > 1) AS repeated',
    );
  });
});

describe('rows that refer to nothing', () => {
  const other = (name: string, namespace = ''): string =>
    `model B {\n  x Int\n  y Int @map("y_")\n  as A[]\n  @@id([x, y])\n  @@map("${name}")\n${namespace}}\n`;
  const relation = 'r B? @relation(fields: [a, c], references: [x, y])';

  test('all columns of the key, of rows that have all of them', () => {
    const before = model('c Int?') + other('B').replace('  as A[]\n', '');
    expect(checks(before, model('c Int?', relation) + other('B'))).toEqual([
      {
        kind: 'dataCheck',
        path: 'A.r',
        sql: 'SELECT count(*) AS broken FROM "A" AS here WHERE here."a" IS NOT NULL AND here."c" IS NOT NULL AND NOT EXISTS (SELECT FROM "B" AS there WHERE here."a" = there."x" AND here."c" = there."y_")',
      },
    ]);
  });

  test('a many-to-many relation begins without rows', () => {
    const b = 'model B {\n  id Int @id\n}\n';
    expect(checks(model() + b, model('bs B[]') + b.replace('}', '  as A[]\n}'))).toEqual([]);
  });
});

test('what a new table may hold is asked of nobody', () => {
  const other = 'model B {\n  id Int @id\n}\n';
  expect(checks(other, other + model('@@unique([a])'))).toEqual([]);
});

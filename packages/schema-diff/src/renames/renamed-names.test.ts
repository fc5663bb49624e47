import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { diff, renameFindings, renamesIn, underCurrentNames } from '../index.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

/** The previous model `A`, under the names that the current schema has. */
function renamed(before: string, after: string, databaseNames: 'kept' | 'follow' = 'follow') {
  const [previous, current] = [parse(before), parse(after)];
  const renames = renamesIn(diff(previous, current));
  return underCurrentNames(previous, renames, { databaseNames }).models[0];
}

const model = (field: string, ...lines: readonly string[]): string =>
  `model A {\n  id Int @id\n  b Int\n  ${field}\n${lines.map((line) => `  ${line}\n`).join('')}}\n`;
const rename = '/// @renamed from: x\n  y Int';

describe('what names a renamed field', () => {
  test('a key whose name is made of its fields is called after the new one', () => {
    const key = '@@unique([x, b])';
    const after = model(rename, '@@unique([y, b])');
    expect(renamed(model('x Int', key), after)?.uniques).toMatchObject([
      { name: 'y_b', dbName: 'A_y_b_key', fields: [{ name: 'y' }, { name: 'b' }] },
    ]);
    expect(renamed(model('x Int', key), after, 'kept')?.uniques).toMatchObject([
      { name: 'y_b', dbName: 'A_x_b_key' },
    ]);
  });

  test('a key with a name of its own keeps it', () => {
    const before = model('x Int', '@@unique([x, b], name: "own", map: "own_key")');
    const after = model(rename, '@@unique([y, b], name: "own", map: "own_key")');
    expect(renamed(before, after)?.uniques).toMatchObject([{ name: 'own', dbName: 'own_key' }]);
  });

  test('an index and a unique index are called as the database would', () => {
    const features =
      'generator c {\n  provider = "prisma-client"\n  previewFeatures = ["partialIndexes"]\n}\n';
    const before = `${features}${model('x Int', '@@index([x])', '@@unique([x], where: raw("\\"x\\" > 0 AND \\"b\\" > 0 AND x > 0"))')}`;
    const after = `${features}${model(rename, '@@index([y])', '@@unique([y], where: raw("\\"y\\" > 0 AND \\"b\\" > 0 AND x > 0"))')}`;
    expect(renamed(before, after)?.indexes).toMatchObject([
      { dbName: 'A_y_idx' },
      { dbName: 'A_y_key', isUnique: true, where: '"y" > 0 AND "b" > 0 AND x > 0' },
    ]);
    expect(diff(parse(before), parse(after)).map(({ id }) => id)).toEqual(['FIELD_RENAMED']);
  });
});

describe('what a finding says', () => {
  const said = (before: string, after: string) =>
    renameFindings(parse(before), parse(after)).map(({ kind, id, message, fix }) => ({
      kind,
      id,
      message,
      fix,
    }));

  test('of a rename to the name of another thing', () => {
    expect(said(model('x Int', 'y Int'), model(rename))).toEqual([
      {
        kind: 'renameFinding',
        id: 'RENAME_TARGET_KEPT',
        message: 'y is said to be renamed from x, and the previous schema has another y.',
        fix: 'Choose a name that nothing had, or say what the other y is called now.',
      },
    ]);
  });

  test('of a rename from nothing', () => {
    expect(said(model('z Int'), model('z Int', rename))).toEqual([
      {
        kind: 'renameFinding',
        id: 'RENAME_SOURCE_UNKNOWN',
        message: 'y is said to be renamed from x, which the previous schema has not.',
        fix: 'Correct the old name, or take the rename away if it is a new thing.',
      },
    ]);
  });

  test('of a rename from what is still there', () => {
    expect(said(model('x Int'), model(rename, 'x Int'))).toEqual([
      {
        kind: 'renameFinding',
        id: 'RENAME_SOURCE_KEPT',
        message: 'y is said to be renamed from x, which is still there.',
        fix: 'Remove x, say what it was called, or take the rename away.',
      },
    ]);
  });

  test('of two renames of one thing', () => {
    const twice = model(rename, '/// @renamed from: x\n  z Int');
    const found = said(model('x Int'), twice);
    expect(found).toEqual([
      {
        kind: 'renameFinding',
        id: 'RENAME_AMBIGUOUS',
        message: 'x to z is one of two renames of the same thing.',
        fix: 'Keep the one that is meant.',
      },
    ]);
  });
});

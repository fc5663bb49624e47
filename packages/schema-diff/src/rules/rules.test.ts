import type { Field, Index, Model, ScalarField, SchemaModel } from '@schema-service/schema-model';
import { describe, expect, test } from 'vitest';
import { column, index, model, relation, schema, unique } from '../../test/sample-schema.ts';
import { bumpOf, diff } from '../index.ts';

const id = column('id');
const withFields = (...fields: Field[]): SchemaModel =>
  schema({ models: [model('Review', [id, ...fields])] });

describe('a new field', () => {
  const literal = { kind: 'literal', value: { kind: 'boolean', value: true } } as const;
  const cuid = { kind: 'generated', generator: 'cuid', args: [] } as const;
  const cases: [string, Field, string][] = [
    ['optional', column('x', { arity: 'optional' }), 'minor'],
    ['a list', column('x', { arity: 'list' }), 'minor'],
    ['required, default in the database', column('x', { default: literal }), 'minor'],
    ['required, default by dbgenerated', column('x', { default: { kind: 'now' } }), 'minor'],
    ['required, default only the client knows', column('x', { default: cuid }), 'major'],
    ['required, updatedAt', column('x', { isUpdatedAt: true }), 'major'],
    ['required', column('x'), 'major'],
    ['the back side of a relation', relation('x', 'Other', 'list'), 'minor'],
  ];
  test.each(cases)('%s: %s', (_name, field, bump) => {
    expect(bumpOf(diff(withFields(), withFields(field)))).toBe(bump);
  });
  test('of a view: minor, nobody inserts there', () => {
    const view = (...fields: Field[]): SchemaModel =>
      schema({
        views: [{ kind: 'view', name: 'V', dbName: 'v', fields, isIgnored: false, uniques: [] }],
      });
    expect(bumpOf(diff(view(id), view(id, column('x'))))).toBe('minor');
  });
});

describe('another type', () => {
  const native = (name: string, ...args: number[]): Partial<ScalarField> => ({
    nativeType: { name, args },
  });
  const int = { type: 'Int' } as const;
  const cases: [string, Partial<ScalarField>, Partial<ScalarField>, string][] = [
    ['longer varchar', native('VarChar', 100), native('VarChar', 200), 'patch'],
    ['varchar to text', native('VarChar', 100), native('Text'), 'patch'],
    ['shorter varchar', native('VarChar', 200), native('VarChar', 100), 'major'],
    ['text to varchar', native('Text'), native('VarChar', 100), 'major'],
    ['wider integer', { ...int, ...native('SmallInt') }, { ...int, ...native('Integer') }, 'patch'],
    [
      'Int to BigInt',
      { ...int, ...native('Integer') },
      { type: 'BigInt', ...native('BigInt') },
      'major',
    ],
    ['another family', native('Text'), { ...int, ...native('Integer') }, 'major'],
  ];
  test.each(cases)('%s', (_name, before, after, bump) => {
    const changes = diff(withFields(column('x', before)), withFields(column('x', after)));
    expect(changes.map(({ id: changeId }) => changeId)).toEqual(['FIELD_TYPE_CHANGED']);
    expect(bumpOf(changes)).toBe(bump);
  });
});

describe('another name in Python alone', () => {
  const named = (documentation?: string): SchemaModel =>
    withFields(column('x', documentation === undefined ? {} : { documentation }));
  test.each([
    ['given', undefined, '@python.name y'],
    ['taken away', 'Words.\n@python.name y', 'Words.'],
    ['another', '@python.name y', '@python.name z'],
  ])('%s: major', (_what, before, after) => {
    expect(diff(named(before), named(after))).toMatchObject([
      {
        id: 'DOCUMENTATION_CHANGED',
        severity: 'breaking',
        bump: 'major',
        compatibility: { oldClientReads: 'yes', oldClientWrites: 'yes', clientApi: 'breaks' },
        reason: expect.stringContaining('Python'),
      },
    ]);
  });
  test('the same: only comments differ', () => {
    const changes = diff(named('@python.name y'), named('Words.\n@python.name y'));
    expect(changes).toMatchObject([{ severity: 'safe', bump: 'patch' }]);
  });
});

describe('another default', () => {
  const text = (value: string) => ({ kind: 'literal', value: { kind: 'string', value } }) as const;
  const uuid = { kind: 'generated', generator: 'uuid', args: [] } as const;
  const cases: [string, ScalarField, ScalarField, string][] = [
    ['added', column('x'), column('x', { default: text('a') }), 'minor'],
    ['changed', column('x', { default: text('a') }), column('x', { default: text('b') }), 'minor'],
    ['removed', column('x', { default: text('a') }), column('x'), 'major'],
    [
      'moved to the client',
      column('x', { default: text('a') }),
      column('x', { default: uuid }),
      'major',
    ],
    [
      'moved to the database',
      column('x', { default: uuid }),
      column('x', { default: text('a') }),
      'minor',
    ],
  ];
  test.each(cases)('%s', (_name, before, after, bump) => {
    expect(bumpOf(diff(withFields(before), withFields(after)))).toBe(bump);
  });
});

describe('a new unique constraint', () => {
  const review = (fields: readonly Field[], given: Partial<Model> = {}): SchemaModel =>
    schema({ models: [model('Review', [id, ...fields], given)] });
  const constrained = { uniques: [unique('x')] };
  test('over a column that old clients fill in: major', () => {
    expect(bumpOf(diff(review([column('x')]), review([column('x')], constrained)))).toBe('major');
  });
  test('that a data check found kept by every row: minor, and still dangerous', () => {
    const sides = [review([column('x')]), review([column('x')], constrained)] as const;
    const [change] = diff(...sides, { checked: ['Review.@@unique([x])'] });
    expect(change).toMatchObject({ severity: 'dangerous', bump: 'minor' });
    expect(change?.reason).toContain('data check');
    expect(bumpOf(diff(...sides, { checked: ['Review.@@unique([y])'] }))).toBe('major');
    const documentation = 'What people say.\n@checked @@unique([x]) on 2026-01-02';
    const stated = review([column('x')], { ...constrained, documentation });
    const documented = review([column('x')], { documentation: 'What people say.' });
    expect(diff(documented, stated).map(({ id, bump }) => [id, bump])).toEqual([
      ['UNIQUE_ADDED', 'minor'],
    ]);
  });
  test('over a new column that they leave null: minor', () => {
    const x = column('x', { arity: 'optional' });
    expect(bumpOf(diff(review([]), review([x], constrained)))).toBe('minor');
  });
  test('over a new column with a default, which repeats: major', () => {
    const x = column('x', { default: { kind: 'literal', value: { kind: 'string', value: '' } } });
    expect(bumpOf(diff(review([]), review([x], constrained)))).toBe('major');
  });
});

describe('a unique index, which is what a partial unique is,', () => {
  const partial = { ...index('x'), isUnique: true, where: 'x > 0' } as const;
  const indexed = (given: readonly Index[]): SchemaModel =>
    schema({ models: [model('Review', [id, column('x')], { indexes: given })] });
  test('that is new refuses writes: major', () => {
    expect(bumpOf(diff(indexed([]), indexed([partial])))).toBe('major');
  });
  test('that is another refuses other writes: major', () => {
    const other = { ...partial, where: 'x > 1' };
    expect(bumpOf(diff(indexed([partial]), indexed([other])))).toBe('major');
  });
  test('and one that is not unique: patch', () => {
    expect(bumpOf(diff(indexed([]), indexed([index('x')])))).toBe('patch');
    expect(bumpOf(diff(indexed([partial]), indexed([])))).toBe('patch');
  });
});

describe('a new foreign key', () => {
  const product = model('Product', [id]);
  const related = (productId: Field, before: readonly Field[]): [SchemaModel, SchemaModel] => [
    schema({ models: [product, model('Review', [id, ...before])] }),
    schema({
      models: [product, model('Review', [id, productId])],
      relations: [
        {
          kind: 'foreignKey',
          name: 'ProductToReview',
          cardinality: 'one-to-many',
          from: { entity: 'Review', field: 'product' },
          to: { entity: 'Product', field: 'reviews' },
          fields: ['productId'],
          references: ['id'],
          onDelete: 'SetNull',
          onUpdate: 'Cascade',
          dbName: 'Review_productId_fkey',
        },
      ],
    }),
  ];
  test('over a column that was there: major', () => {
    expect(bumpOf(diff(...related(column('productId'), [column('productId')])))).toBe('major');
  });
  test('that a data check found kept by every row: minor', () => {
    const sides = related(column('productId'), [column('productId')]);
    expect(bumpOf(diff(...sides, { checked: ['Review.product'] }))).toBe('minor');
  });
  test('over a new optional column: minor', () => {
    expect(bumpOf(diff(...related(column('productId', { arity: 'optional' }), [])))).toBe('minor');
  });
  test('of a new model: minor', () => {
    const [, current] = related(column('productId'), []);
    expect(bumpOf(diff(schema({ models: [product] }), current))).toBe('minor');
  });
});

test('no change asks for no bump; the highest wins', () => {
  expect(bumpOf([])).toBe('none');
  expect(bumpOf([{ bump: 'patch' }, { bump: 'major' }, { bump: 'minor' }])).toBe('major');
});

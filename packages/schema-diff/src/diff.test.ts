import type { SchemaModel } from '@schema-service/schema-model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mutationsOf } from '../test/mutations.ts';
import { by, column, index, model, sample, schema, unique } from '../test/sample-schema.ts';
import { changeRecord, diff, subjectPath } from './index.ts';

const ids = (previous: SchemaModel, current: SchemaModel): string[] =>
  diff(previous, current).map(({ id, subject }) => `${id} ${subjectPath(subject)}`);

test('a schema does not differ from itself, wherever it stands in its files', () => {
  const elsewhere = JSON.parse(JSON.stringify(sample).replaceAll('"line":3', '"line":30'));
  expect(diff(sample, elsewhere)).toEqual([]);
});

describe('every value of a schema is seen when it alone is another', () => {
  const mutations = [...mutationsOf(sample)];
  test.each(mutations)('$path', ({ mutated }) => {
    expect(diff(sample, mutated)).not.toEqual([]);
    expect(diff(mutated, sample)).not.toEqual([]);
  });
  test('and that is all parts of the schema', () => {
    expect(mutations.length).toBeGreaterThan(150);
  });
});

test('parts that are left out are seen, and the facts hold what is gone and what is new', () => {
  const parts = ['namespaces', 'enums', 'models', 'views', 'relations'] as const;
  const without = fc.subarray([...parts], { minLength: 1 }).map((left) => ({
    ...sample,
    ...Object.fromEntries(left.map((part) => [part, []])),
  }));
  fc.assert(
    fc.property(without, (fewer) => {
      const removed = diff(sample, fewer);
      const added = diff(fewer, sample);
      const gone = parts.flatMap<unknown>((part) => (fewer[part].length === 0 ? sample[part] : []));
      expect(removed.every(({ id }) => id.endsWith('_REMOVED'))).toBe(true);
      expect(removed.map(({ previous }) => previous)).toHaveLength(gone.length);
      expect(added.map(({ current }) => current)).toEqual(removed.map(({ previous }) => previous));
    }),
  );
});

test('what moves without changing is a fact of its own', () => {
  const ordered = schema({ models: [model('A', [column('id'), column('b'), column('c')])] });
  const moved = schema({ models: [model('A', [column('c'), column('id'), column('b')])] });
  expect(ids(ordered, moved)).toEqual(['FIELDS_REORDERED A']);
  const fewer = schema({ models: [model('A', [column('id'), column('c')])] });
  expect(ids(ordered, fewer)).toEqual(['FIELD_REMOVED A.b']);
});

test('a new value says behind which it stands, and moves none of the others', () => {
  const withValues = (...names: string[]): SchemaModel =>
    schema({
      enums: [
        {
          kind: 'enum',
          name: 'E',
          dbName: 'E',
          values: names.map((name) => ({ kind: 'enumValue', name, dbName: name })),
        },
      ],
    });
  const places = (...names: string[]) =>
    diff(withValues('A', 'B'), withValues(...names))
      .map(changeRecord)
      .map(({ id, after }) => [id, after]);
  expect(places('A', 'B', 'C')).toEqual([['ENUM_VALUE_ADDED', 'B']]);
  expect(places('A', 'C', 'B')).toEqual([['ENUM_VALUE_ADDED', 'A']]);
  expect(places('C', 'A', 'B')).toEqual([['ENUM_VALUE_ADDED', null]]);
  expect(places('B', 'A')).toEqual([['ENUM_VALUES_REORDERED', undefined]]);
});

test('keys that got another name in the database are not removed and added', () => {
  const named = (suffix: string): SchemaModel =>
    schema({
      models: [
        model('A', [column('id'), column('b')], {
          uniques: [{ ...unique('b'), dbName: `a_b_${suffix}` }],
          indexes: [{ ...index('b', 'id'), dbName: `a_b_id_${suffix}` }],
          primaryKey: { kind: 'primaryKey', fields: [by('id')], name: 'id', dbName: `a_${suffix}` },
        }),
      ],
    });
  expect(ids(named('one'), named('two'))).toEqual([
    'PRIMARY_KEY_MAPPING_CHANGED A.@@id',
    'UNIQUE_MAPPING_CHANGED A.@@unique([b])',
    'INDEX_MAPPING_CHANGED A.@@index([b, id])',
  ]);
});

test('a change holds both sides and where it stands', () => {
  const location = { file: 'a.prisma', line: 4, column: 3 };
  const before = schema({ models: [model('A', [column('b')])] });
  const after = schema({ models: [model('A', [column('b', { arity: 'optional', location })])] });
  expect(diff(before, after)).toMatchObject([
    {
      kind: 'change',
      id: 'FIELD_MADE_OPTIONAL',
      subject: { kind: 'field', owner: 'model', entity: 'A', name: 'b' },
      previous: 'required',
      current: 'optional',
      location,
      severity: 'breaking',
      bump: 'major',
    },
  ]);
});

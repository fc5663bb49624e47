import { parseSchema, type SchemaModel, schemaHash } from '@schema-service/schema-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { schemaText } from '../test/schema-texts.ts';
import { diff } from './index.ts';

const parse = (content: string): SchemaModel => parseSchema([{ path: 'schema.prisma', content }]);

test('two schemas differ exactly when their content hashes do, comments apart', () => {
  fc.assert(
    fc.property(schemaText, schemaText, (one, other) => {
      const [previous, current] = [parse(one), parse(other)];
      const changes = diff(previous, current).filter(({ id }) => id !== 'DOCUMENTATION_CHANGED');
      expect(changes.length > 0).toBe(schemaHash(previous) !== schemaHash(current));
    }),
    { numRuns: 200 },
  );
}, 60_000);

test('what is added one way is removed the other way', () => {
  fc.assert(
    fc.property(schemaText, schemaText, (one, other) => {
      const [previous, current] = [parse(one), parse(other)];
      const added = diff(previous, current).filter(({ id }) => id.endsWith('_ADDED'));
      const removed = diff(current, previous).filter(({ id }) => id.endsWith('_REMOVED'));
      const sides = (list: readonly unknown[]) => list.map((side) => JSON.stringify(side)).sort();
      expect(sides(added.map((change) => change.current))).toEqual(
        sides(removed.map((change) => change.previous)),
      );
    }),
    { numRuns: 100 },
  );
}, 60_000);

test('a comment is a change, and no other meaning', () => {
  const bare = parse('model A {\n id Int @id\n}');
  const told = parse('/// A thing.\nmodel A {\n id Int @id\n}');
  expect(diff(bare, told)).toMatchObject([
    { id: 'DOCUMENTATION_CHANGED', path: 'A', previous: null, current: 'A thing.', bump: 'patch' },
  ]);
  expect(schemaHash(bare)).toBe(schemaHash(told));
});

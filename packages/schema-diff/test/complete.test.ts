import {
  parseSchema,
  printSchema,
  type SchemaModel,
  schemaHash,
} from '@schema-service/schema-model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyChanges,
  type Change,
  changeIds,
  comparableSchema,
  diff,
  likelyRenames,
  type Rename,
  renameFindings,
  renamesIn,
  subjectPath,
} from '../src/index.ts';
import { stateAnnotations } from '../src/renames/annotations.ts';
import { schemaModel } from './arbitrary-schema.ts';
import { possibleRenames } from './possible-renames.ts';

/** The changes make the second schema of the first, in every way to compare two. */
function expectComplete(
  previous: SchemaModel,
  current: SchemaModel,
  changes: readonly Change[],
): void {
  const made = applyChanges(previous, changes);
  expect(made).toEqual(comparableSchema(current));
  expect(printSchema(made)).toBe(printSchema(comparableSchema(current)));
  expect(schemaHash(made)).toBe(schemaHash(current));
  // A list that was written down and read again says the same.
  expect(applyChanges(previous, JSON.parse(JSON.stringify(changes)))).toEqual(made);
}

test('the changes between any two schemas make the one of the other', () => {
  fc.assert(
    fc.property(schemaModel, schemaModel, (previous, current) => {
      expectComplete(previous, current, diff(previous, current));
      expect(diff(current, current)).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test('and so do they when some of what went is what came, by an answer or an annotation', () => {
  let renamed = 0;
  fc.assert(
    fc.property(schemaModel, schemaModel, (previous, current) => {
      const renames = possibleRenames(previous, current);
      const changes = diff(previous, current, { renames });
      expect(renameFindings(previous, current, { renames })).toEqual([]);
      expectComplete(previous, current, changes);
      const stated = new Set(renamesIn(changes).map(({ subject }) => subjectPath(subject)));
      expect(renames.filter(({ to }) => !stated.has(to))).toEqual([]);
      renamed += renames.length;

      const noted = stateAnnotations(current, renames);
      const byAnnotation = diff(previous, noted);
      expect(renameFindings(previous, noted)).toEqual([]);
      expect(byAnnotation).toEqual(changes);
      expectComplete(previous, noted, byAnnotation);
      // Once it is released, the annotation says nothing any more.
      expect(diff(noted, noted)).toEqual([]);
      expect(diff(current, noted)).toEqual([]);
    }),
    { numRuns: 100 },
  );
  expect(renamed).toBeGreaterThan(100);
});

test('a likely rename fits as an answer, and is offered once', () => {
  fc.assert(
    fc.property(schemaModel, schemaModel, (previous, current) => {
      const likely: readonly Rename[] = likelyRenames(previous, current);
      const once = (paths: readonly string[]) => expect(new Set(paths).size).toBe(paths.length);
      once(likely.map(({ from }) => from));
      once(likely.map(({ to }) => to));
      expect(renameFindings(previous, current, { renames: likely })).toEqual([]);
      expectComplete(previous, current, diff(previous, current, { renames: likely }));
    }),
    { numRuns: 100 },
  );
});

test('two schemas differ exactly when their content hashes do, comments apart', () => {
  fc.assert(
    fc.property(schemaModel, schemaModel, (previous, current) => {
      const changes = diff(previous, current).filter(({ id }) => id !== 'DOCUMENTATION_CHANGED');
      expect(changes.length > 0).toBe(schemaHash(previous) !== schemaHash(current));
    }),
    { numRuns: 100 },
  );
});

test('what is added one way is removed the other way', () => {
  fc.assert(
    fc.property(schemaModel, schemaModel, (previous, current) => {
      const changes = diff(previous, current);
      // What a rename leaves behind is stated under the names of the side it ends at.
      fc.pre(renamesIn(changes).length === 0);
      const added = changes.filter(({ id }) => id.endsWith('_ADDED'));
      const removed = diff(current, previous).filter(({ id }) => id.endsWith('_REMOVED'));
      const sides = (list: readonly unknown[]) => list.map((side) => JSON.stringify(side)).sort();
      expect(sides(added.map((change) => change.current))).toEqual(
        sides(removed.map((change) => change.previous)),
      );
    }),
    { numRuns: 100 },
  );
});

test('the schemas that these tests are made of differ in every way there is', () => {
  const schemas = fc.sample(schemaModel, { numRuns: 600, seed: 7 });
  const seen = new Set(
    schemas
      .flatMap((previous, at) => {
        const current = schemas[at + 1] ?? previous;
        const renames = possibleRenames(previous, current);
        return [...diff(previous, current), ...diff(previous, current, { renames })];
      })
      .map(({ id }) => id),
  );
  expect(changeIds.filter((id) => !seen.has(id))).toEqual([]);
});

test('a comment is a change, and no other meaning', () => {
  const parse = (content: string) => parseSchema([{ path: 'schema.prisma', content }]);
  const bare = parse('model A {\n id Int @id\n}');
  const told = parse('/// A thing.\nmodel A {\n id Int @id\n}');
  expect(diff(bare, told)).toMatchObject([
    {
      id: 'DOCUMENTATION_CHANGED',
      subject: { kind: 'model', name: 'A' },
      previous: null,
      current: 'A thing.',
      bump: 'patch',
    },
  ]);
  expect(schemaHash(bare)).toBe(schemaHash(told));
});

import { type Changeset, changeKey } from '@schema-service/release';
import { diff } from '@schema-service/schema-diff';
import { parseSchema, type SchemaModel } from '@schema-service/schema-model';
import { expect, test } from 'vitest';
import { undocumentedChanges } from '../src/change/undocumented-changes.ts';

const parse = (...lines: readonly string[]): SchemaModel =>
  parseSchema([
    { path: 'schema.prisma', content: ['model A {', 'id Int @id', ...lines, '}'].join('\n') },
  ]);

test('a changeset written by hand tells of what it names as code, a rename as well', () => {
  const changes = diff(
    parse('a Int', 'b Int', 'c Int'),
    parse('/// @renamed from: a', 'd Int', 'b Int?'),
  );
  expect(changes.map(({ id }) => id)).toEqual([
    'FIELD_RENAMED',
    'FIELD_REMOVED',
    'FIELD_MADE_OPTIONAL',
  ]);
  const told = (...paths: readonly string[]): readonly Changeset[] => [
    {
      kind: 'changeset',
      id: 'x',
      summary: paths.map((path) => `Nobody used \`${path}\`.`).join(' '),
      changes: [],
      bumps: new Map([['client', 'major']]),
    },
  ];
  const all = told('A.d', 'A.c', 'A.b');
  expect(undocumentedChanges(changes, all, ['client'])).toEqual([]);
  expect(undocumentedChanges(changes, told('A.a'), ['client'])).toEqual(changes.slice(1));
  expect(undocumentedChanges(changes, all, ['other'])).toEqual(changes);
});

test('words that were edited are still about their changes', () => {
  const changes = diff(parse('a Int', 'b Int'), parse('b Int?'));
  const edited: Changeset = {
    kind: 'changeset',
    id: 'x',
    summary: 'Nobody used it, so it went.',
    changes: changes.slice(0, 1).map(changeKey),
    bumps: new Map([['client', 'major']]),
  };
  expect(undocumentedChanges(changes, [edited], ['client'])).toEqual(changes.slice(1));
});

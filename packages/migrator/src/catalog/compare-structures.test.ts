import { expect, test } from 'vitest';
import { compareStructures } from './compare-structures.ts';
import type { DatabaseStructure, StructureObject } from './database-structure.ts';
import { formatDifference } from './format-difference.ts';

const table: StructureObject = { kind: 'table', name: 'public.review', properties: {} };
const column = (name: string, properties: StructureObject['properties']): StructureObject => ({
  kind: 'column',
  name: `public.review.${name}`,
  table: 'public.review',
  properties,
});
const view = (definition: string): StructureObject => ({
  kind: 'view',
  name: 'public.recent',
  properties: { definition },
});

function structure(objects: readonly StructureObject[], serverMajor = 18): DatabaseStructure {
  return { kind: 'databaseStructure', formatVersion: 2, serverMajor, objects };
}

function lines(expected: DatabaseStructure, actual: DatabaseStructure): string[] {
  return compareStructures(expected, actual).map(formatDifference);
}

test('equal structures have no difference', () => {
  const both = [table, column('id', { type: 'integer', nullable: false })];
  expect(lines(structure(both), structure(both))).toEqual([]);
});

test('what differs is a line with both sides', () => {
  const expected = [table, column('id', { type: 'integer', nullable: false, default: '1' })];
  const actual = [table, column('id', { type: 'bigint', nullable: false })];
  expect(lines(structure(expected), structure(actual))).toEqual([
    'column public.review.id: type expected integer, is bigint',
    'column public.review.id: default expected 1, is none',
  ]);
});

test('what only one side has; of a table without its columns', () => {
  const both = [table, column('id', { type: 'integer' })];
  const more = [...both, column('title', { type: 'text' })];
  expect(lines(structure(more), structure(both))).toEqual([
    'column public.review.title: expected (text), is missing',
  ]);
  expect(lines(structure(both), structure(more))).toEqual([
    'column public.review.title: not expected, is there (text)',
  ]);
  expect(lines(structure(more), structure([]))).toEqual([
    'table public.review: expected, is missing',
  ]);
  expect(lines(structure([]), structure(more))).toEqual([
    'table public.review: not expected, is there',
  ]);
});

test('a missing extension counts, one more does not', () => {
  const trigrams: StructureObject = { kind: 'extension', name: 'pg_trgm', properties: {} };
  expect(lines(structure([trigrams]), structure([]))).toHaveLength(1);
  expect(lines(structure([]), structure([trigrams]))).toEqual([]);
});

test('the values of an enum are compared, and not their order', () => {
  const mood = (...values: string[]): StructureObject => ({
    kind: 'enum',
    name: 'public.mood',
    properties: { values },
  });
  expect(lines(structure([mood('sad', 'ok')]), structure([mood('ok', 'sad')]))).toEqual([]);
  expect(lines(structure([mood('sad', 'ok')]), structure([mood('ok')]))).toEqual([
    'enum public.mood: values expected sad, ok, is ok',
  ]);
});

test('a join table has a primary key or a unique index on its two columns', () => {
  const join: StructureObject = { kind: 'table', name: 'public."_AToB"', properties: {} };
  const part = (kind: 'constraint' | 'index', name: string, definition: string) =>
    ({ kind, name, table: join.name, properties: { definition } }) as const;
  const key = part('constraint', 'public."_AToB"."_AToB_AB_pkey"', 'PRIMARY KEY ("A", "B")');
  const index = (columns: string): StructureObject =>
    part(
      'index',
      'public."_AToB_AB_unique"',
      `CREATE UNIQUE INDEX "_AToB_AB_unique" ON public."_AToB" USING btree (${columns})`,
    );
  expect(lines(structure([join, key]), structure([join, index('"A", "B"')]))).toEqual([]);
  expect(lines(structure([join, index('"A", "B"')]), structure([join, key]))).toEqual([]);
  expect(lines(structure([join, key]), structure([join, index('"B", "A"')]))).toHaveLength(2);
  expect(lines(structure([join, key]), structure([join]))).toHaveLength(1);
});

test('a view is printed by the server: before PostgreSQL 16 with the table before each column', () => {
  const recent = view('SELECT id FROM review');
  const other = view('SELECT review.id FROM review');
  const changed = view('SELECT review.id FROM review WHERE id > 0');
  expect(lines(structure([recent], 18), structure([changed], 15))).toHaveLength(1);
  expect(lines(structure([recent]), structure([other]))).toHaveLength(1);
  expect(lines(structure([recent], 18), structure([other], 15))).toEqual([]);
});

test('of long texts the line shows where they part', () => {
  const start = 'x '.repeat(500);
  const [line] = lines(
    structure([view(`${start}\n a = 1;`)]),
    structure([view(`${start}\n a = 2;`)]),
  );
  expect(line).toMatch(
    /^view public\.recent: definition expected \.\.\..*a = 1;, is \.\.\..*a = 2;$/,
  );
  expect(line?.length).toBeLessThan(400);
});

import { expect, test } from 'vitest';
import { type MigrationNumbers, numberClashes, renumber } from './renumbering.ts';

const work = (...paths: readonly string[]): MigrationNumbers => ({
  lastRelease: '2.0.0',
  lastReleased: { version: '2.0.0', id: '006_last' },
  unreleased: paths.map((path) => {
    const [version = '', id = ''] = path.split('/');
    return { version, id };
  }),
});

const moves = (numbers: MigrationNumbers, ...known: readonly string[]): readonly string[] =>
  renumber(numbers, {
    nextVersion: '2.2.0',
    rank: ({ version, id }) => (known.includes(`${version}/${id}`) ? 1 : 0),
  }).map(({ from, to }) => `${from} -> ${to}`.replaceAll('migrations/', ''));

test('numbers that run on are left alone', () => {
  const numbers = work('2.1.0/007_a', '2.1.0/009_b', '3.0.0/010_c');
  expect(numberClashes(numbers)).toEqual([]);
  expect(moves(numbers)).toEqual([]);
});

test('of two with one number the one that is known keeps it, and the others keep their order', () => {
  const numbers = work('2.1.0/007_a', '2.1.0/007_b', '2.1.0/008_b_fill', '2.1.0/008_a_fill');
  expect(numberClashes(numbers).map(({ first, second }) => [first, second])).toEqual([
    ['migrations/2.1.0/007_a', 'migrations/2.1.0/007_b'],
    ['migrations/2.1.0/008_b_fill', 'migrations/2.1.0/008_a_fill'],
  ]);
  expect(moves(numbers, '2.1.0/007_b', '2.1.0/008_b_fill')).toEqual([
    '2.1.0/008_a_fill -> 2.1.0/010_a_fill',
    '2.1.0/007_a -> 2.1.0/009_a',
  ]);
  // From the last on: nothing is moved to where another still is.
  expect(moves(work('2.1.0/007_a', '2.1.0/007_b', '2.1.0/008_b'))).toEqual([
    '2.1.0/008_b -> 2.1.0/009_b',
    '2.1.0/007_b -> 2.1.0/008_b',
  ]);
});

test('what was released in the meantime comes before', () => {
  expect(moves(work('2.1.0/006_a', '2.1.0/007_b'))).toEqual([
    '2.1.0/007_b -> 2.1.0/008_b',
    '2.1.0/006_a -> 2.1.0/007_a',
  ]);
  const stray = work('2.0.0/007_a');
  expect(numberClashes(stray).map(({ message }) => message)).toEqual([
    'migrations/2.0.0/007_a belongs to no release, and 2.0.0 is already out.',
  ]);
  expect(moves(stray)).toEqual(['2.0.0/007_a -> 2.2.0/007_a']);
});

test('a lower version does not come after a higher one', () => {
  const numbers = work('2.1.0/007_mine', '3.0.0/007_theirs');
  expect(moves(numbers, '3.0.0/007_theirs')).toEqual(['2.1.0/007_mine -> 3.0.0/008_mine']);
  expect(numberClashes(work('2.1.0/008_a', '3.0.0/007_b')).map(({ message }) => message)).toEqual([
    'migrations/3.0.0/007_b has a lower number than migrations/2.1.0/008_a, which runs before it.',
  ]);
});

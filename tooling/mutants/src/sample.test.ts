import { expect, test } from 'vitest';
import { sample } from './sample.ts';

const items = Array.from({ length: 100 }, (_, index) => index);

test('a sample is the same for a seed, and another for another', () => {
  expect(sample(items, 10, 1)).toEqual(sample(items, 10, 1));
  expect(sample(items, 10, 1)).not.toEqual(sample(items, 10, 2));
});

test('nothing is in it twice, and there is no more than there is', () => {
  expect(new Set(sample(items, 50, 1)).size).toBe(50);
  expect([...sample(items, 200, 1)].sort((one, other) => one - other)).toEqual(items);
  expect(sample(items, 0, 1)).toEqual([]);
});

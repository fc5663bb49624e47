import { expect, test } from 'vitest';
import { stageSizes } from './stage-sizes.ts';

const canary = { count: 1 } as const;
const rest = { rest: true } as const;

test.each([
  [[rest], 7, [7]],
  [[canary, { percent: 10 }, rest], 1000, [1, 100, 899]],
  [[canary, { percent: 10 }, rest], 7, [1, 1, 5]],
  [[canary], 3, [1, 2]],
  [[{ count: 5 }, rest], 3, [3]],
  [[{ percent: 50 }, { percent: 50 }], 3, [2, 1]],
])('%j of %i', (stages, total, sizes) => {
  expect(stageSizes(stages, total)).toEqual(sizes);
});

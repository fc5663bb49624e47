import { expect, test } from 'vitest';
import { steps } from './steps.ts';

test('numbers below', () => {
  expect(steps(3).below).toEqual([0, 1, 2]);
});

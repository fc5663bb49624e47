import { expect, test } from 'vitest';
import { steps } from './steps.ts';

test('the sum of the numbers below', () => {
  expect(steps(3).sum).toBe(3);
});

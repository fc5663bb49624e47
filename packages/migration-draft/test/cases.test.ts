import { expect, test } from 'vitest';
import { draftsOf, readCases, textOf } from './cases.ts';

const cases = readCases();

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(100);
});

// `vitest run -u` rewrites `expected.sql`.
test.each(cases)('the drafts of $name are those that are written down', async (given) => {
  await expect(textOf(draftsOf(given))).toMatchFileSnapshot(given.expected);
});

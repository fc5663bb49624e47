import { expect, test } from 'vitest';
import { actsOf, draftsOf, readCases, textOf } from './cases.ts';

const cases = readCases();

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(100);
});

// `vitest run -u` rewrites `expected.sql`.
test.each(cases)('the drafts of $name are those that are written down', async (given) => {
  const acts = `-- ${actsOf(given).join(', ')}\n`;
  await expect(`${acts}\n${textOf(draftsOf(given))}`).toMatchFileSnapshot(given.expected);
});

import { expect, test } from 'vitest';
import { bumpBetween } from './bump-between.ts';

test.each([
  ['1.0.0', '2.0.0', 'major'],
  ['1.2.3', '1.3.0', 'minor'],
  ['1.2.3', '1.2.4', 'patch'],
  ['1.2.3', '1.2.3', 'none'],
  ['1.2.3', '2.0.0-rc.1', 'major'],
  ['1.2.3', '1.3.0-rc.1', 'minor'],
  ['1.2.3', '1.2.4-rc.1', 'patch'],
  ['0.1.0', '0.2.0', 'major'],
  ['0.1.0', '0.1.1', 'minor'],
  ['0.9.0', '1.0.0', 'major'],
])('%s to %s is a %s bump', (previous, version, bump) => {
  expect(bumpBetween(previous, version)).toBe(bump);
});

import { expect, test } from 'vitest';
import { bumpBetween, isVersion, latestOf } from './schema-version.ts';

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

test('a version has one spelling', () => {
  expect(['1.0.0', '2.0.0-rc.1'].every(isVersion)).toBe(true);
  expect(['v1.0.0', '1.0', '1.0.0+build', ' 1.0.0', 'latest', ''].some(isVersion)).toBe(false);
});

test('the latest is the highest, and no prerelease', () => {
  expect(latestOf(['1.9.0', '1.10.0', '2.0.0-rc.1'])).toBe('1.10.0');
  expect(latestOf(['1.0.0-rc.1'])).toBeUndefined();
});

import { expect, test } from 'vitest';
import { isVersion, latestOf } from './versions.ts';

test('a version has one spelling', () => {
  expect(['1.0.0', '2.0.0-rc.1'].every(isVersion)).toBe(true);
  expect(['v1.0.0', '1.0', '1.0.0+build', ' 1.0.0', 'latest', ''].some(isVersion)).toBe(false);
});

test('the latest is the highest, and no prerelease', () => {
  expect(latestOf(['1.9.0', '1.10.0', '2.0.0-rc.1'])).toBe('1.10.0');
  expect(latestOf(['1.0.0-rc.1'])).toBeUndefined();
});

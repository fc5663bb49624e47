import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Version, VersionOrLatest } from './version.ts';

test.each([
  '0.0.0',
  '2.0.0',
  '10.20.30',
  '1.0.0-rc.1',
  '1.0.0-0.a-b',
  '1.0.0+build.5',
  '1.0.0-a+b',
])('%s is a version', (text) => {
  expect(Value.Check(Version, text)).toBe(true);
  expect(Value.Check(VersionOrLatest, text)).toBe(true);
});

test.each([
  '',
  '2',
  '2.0',
  'v2.0.0',
  '02.0.0',
  '2.0.0.0',
  '2.0.0-',
  '2.0.0-01',
  ' 2.0.0',
  '2.0.0\n',
])('%j is none', (text) => {
  expect(Value.Check(VersionOrLatest, text)).toBe(false);
});

test('latest stands for a version in a request, and is none itself', () => {
  expect(Value.Check(VersionOrLatest, 'latest')).toBe(true);
  expect(Value.Check(Version, 'latest')).toBe(false);
});

import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { Version, VersionReference } from './version.ts';

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
  expect(Value.Check(VersionReference, text)).toBe(true);
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
  expect(Value.Check(Version, text)).toBe(false);
});

test.each(['latest', 'latest-1', '^1.0.0', '>=1.2 <3 || 4.x', '~1.0.0-rc.0'])(
  '%s stands for a version in a request, and is none itself',
  (text) => {
    expect(Value.Check(VersionReference, text)).toBe(true);
    expect(Value.Check(Version, text)).toBe(false);
  },
);

test.each(['', '\n', '2.0.0\n', '\0', '../2.0.0', 'a'.repeat(257)])(
  '%j stands for none',
  (text) => {
    expect(Value.Check(VersionReference, text)).toBe(false);
  },
);

import { expect, test } from 'vitest';
import { tagOf } from './release-tag.ts';

test.each([
  ['1.0.0', [], 'latest'],
  ['1.0.0', ['1.0.0'], 'latest'],
  ['2.0.0', ['1.0.0', '1.1.0'], 'latest'],
  ['2.1.0-rc.0', ['2.0.0'], 'next'],
  ['1.0.0-rc.0', [], 'next'],
  ['1.1.1', ['1.1.0', '2.0.0'], 'latest-1'],
  ['1.1.1', ['1.1.0', '1.2.0', '2.0.0'], 'latest-1.1'],
  ['2.0.1', ['2.0.0', '2.1.0'], 'latest-2.0'],
  ['2.0.0', ['2.1.0-rc.0'], 'latest'],
  ['1.10.0', ['1.9.0'], 'latest'],
])('%s beside %j is %s', (version, published, tag) => {
  expect(tagOf(version, published)).toBe(tag);
});

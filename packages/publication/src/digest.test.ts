import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from './digest.ts';

test('canonical JSON does not depend on the order of keys, but on that of lists', () => {
  expect(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test('text is hashed as UTF-8', () => {
  expect(sha256('ü')).toBe(sha256(new Uint8Array([0xc3, 0xbc])));
});

import { expect, test } from 'vitest';
import { requiresPython } from './project-files.ts';

test.each([
  ['Metadata-Version: 2.1\nRequires-Python: >=3.11\n\nText', '>=3.11'],
  ['Metadata-Version: 2.1\r\nRequires-Python:  >=3.9, <4 \r\n\r\nText', '>=3.9, <4'],
  ['Name: x\nrequires-python: ~=3.12', '~=3.12'],
  ['Name: x\n\nRequires-Python: >=3.11 is what you need', undefined],
  ['Name: x\nRequires-Python:\nVersion: 1\n', undefined],
])('of %j is %s', (metadata, expected) => {
  expect(requiresPython(metadata)).toBe(expected);
});

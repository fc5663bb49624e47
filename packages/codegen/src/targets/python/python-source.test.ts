import { expect, test } from 'vitest';
import { docstring, stringLiteral } from './python-source.ts';

test.each([
  ['plain', '"plain"'],
  ['say "hi"', `'say "hi"'`],
  [`it's "hi"`, `'it\\'s "hi"'`],
  [`it's "`, `"it's \\""`],
  ['back\\slash', '"back\\\\slash"'],
  ['a\nb\tc\u0007', '"a\\nb\\tc\\u0007"'],
  ['right-to-left \u202e', '"right-to-left \\u202e"'],
  ['naïve 日本', '"naïve 日本"'],
])('%j is %s', (text, literal) => {
  expect(stringLiteral(text)).toBe(literal);
});

test('documentation is text and never code', () => {
  expect(docstring('"quoted"')).toEqual(['""" "quoted" """']);
  expect(docstring('C:\\new """end"""')).toEqual(['"""C:\\\\new \\"\\"\\"end\\"\\"\\""""']);
  expect(docstring('a \\"')).toEqual(['"""a \\\\" """']);
  expect(docstring('first\n\n   second  \n   third')).toEqual([
    '"""first',
    '',
    'second',
    'third',
    '"""',
  ]);
});

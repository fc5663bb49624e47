import { expect, test } from 'vitest';
import { docComment } from './type-script-source.ts';

test.each([
  [undefined, ''],
  ['One line.', '/** One line. */\n'],
  ['Two\n\nlines.', '/**\n * Two\n *\n * lines.\n */\n'],
  ['An end */ in it', '/** An end *\\/ in it */\n'],
])('%j', (text, expected) => {
  expect(docComment(text)).toBe(expected);
});

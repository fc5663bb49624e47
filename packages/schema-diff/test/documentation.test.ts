import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  compatibilityDocument,
  compatibilityFile,
} from '../documentation/compatibility-document.ts';

test('docs/compatibility.md is what the rules say (generate:docs writes it)', () => {
  expect(readFileSync(compatibilityFile, 'utf8')).toBe(compatibilityDocument());
});

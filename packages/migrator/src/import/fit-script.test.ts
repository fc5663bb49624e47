import { expect, test } from 'vitest';
import { fitScript } from './fit-script.ts';

test.each([
  ['SELECT 1;\n', 'SELECT 1;\n'],
  ['-- Deploy x\nBEGIN;\n\nSELECT 1;\n\nCOMMIT;\n', '-- Deploy x\n\nSELECT 1;\n\n'],
  ['begin transaction; SELECT 1; end', 'SELECT 1; '],
  ['BEGIN;\nSELECT 1;', 'BEGIN;\nSELECT 1;'],
  [
    'CREATE INDEX CONCURRENTLY ON t (x);',
    '-- migrator: no-transaction\nCREATE INDEX CONCURRENTLY ON t (x);',
  ],
  [
    "ALTER TYPE m ADD VALUE 'x'; SELECT 'x'::m;",
    "-- migrator: no-transaction\nALTER TYPE m ADD VALUE 'x'; SELECT 'x'::m;",
  ],
  ['', '-- Nothing to do.\n'],
  ['\\copy t from x', '\\copy t from x'],
])('%j becomes %j', (sql, fitted) => {
  expect(fitScript(sql)).toBe(fitted);
});

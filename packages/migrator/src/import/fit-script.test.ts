import { expect, test } from 'vitest';
import { fitScript } from './fit-script.ts';

test.each([
  ['SELECT 1;\n', 'SELECT 1;\n'],
  ['-- Deploy x\nBEGIN;\n\nSELECT 1;\n\nCOMMIT;\n', '-- Deploy x\n\nSELECT 1;\n\n'],
  ['begin transaction; SELECT 1; end', 'SELECT 1; '],
  ['BEGIN;\nSELECT 1;', 'SELECT 1;'],
  [
    '-- AlterEnum\nBEGIN;\nSELECT 1;\nCOMMIT;\n\n-- AlterTable\nSELECT 2;\n',
    '-- AlterEnum\nSELECT 1;\n\n-- AlterTable\nSELECT 2;\n',
  ],
  ['SELECT CASE WHEN true THEN 1 END;\nEND;\n', 'SELECT CASE WHEN true THEN 1 END;\n'],
  ['DO $$BEGIN\nEND;$$; COMMIT; SELECT 2', 'DO $$BEGIN\nEND;$$; SELECT 2'],
  [
    "ALTER TYPE m ADD VALUE 'x';\nCOMMIT;\nSELECT 'x'::m;",
    "-- migrator: no-transaction\nALTER TYPE m ADD VALUE 'x';\nSELECT 'x'::m;",
  ],
  ['BEGIN; SELECT 1; ROLLBACK;', 'BEGIN; SELECT 1; ROLLBACK;'],
  ["COMMIT PREPARED 'x';", "-- migrator: no-transaction\nCOMMIT PREPARED 'x';"],
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

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ruleReference } from '../src/rule-reference.ts';

test('docs/sql-lint.md is what the rules say', () => {
  const file = join(import.meta.dirname, '../../../docs/sql-lint.md');
  expect(readFileSync(file, 'utf8'), 'pnpm --filter @schema-service/sql-lint docs').toBe(
    ruleReference(),
  );
});

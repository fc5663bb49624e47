import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ruleReference } from '../src/rule-reference.ts';

writeFileSync(join(import.meta.dirname, '../../../docs/sql-lint.md'), ruleReference());

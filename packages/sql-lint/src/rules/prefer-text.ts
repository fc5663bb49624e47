import type { LintRule } from './rule.ts';
import { typesInUse } from './types-in-use.ts';

export const preferText: LintRule = {
  kind: 'lintRule',
  id: 'prefer-text',
  severity: 'warning',
  summary: 'varchar(n) and char(n)',
  why: 'A text is stored alike and has no limit that has to be moved under a lock. A CHECK on the length says what the limit is for, and is changed without a rewrite. char(n) fills values up with blanks.',
  check: ({ node }) =>
    typesInUse(node, ({ base, modifiers }) =>
      base === 'bpchar' || (base === 'varchar' && modifiers.length > 0) ? 'text' : undefined,
    ),
};

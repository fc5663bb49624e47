import type { LintRule } from './rule.ts';
import { typesInUse } from './types-in-use.ts';

export const preferJsonb: LintRule = {
  kind: 'lintRule',
  id: 'prefer-jsonb',
  severity: 'warning',
  summary: 'json',
  why: 'json is kept as text: it has no equality, so that DISTINCT and GROUP BY fail, it cannot be indexed, and each access parses it again.',
  check: ({ node }) => typesInUse(node, ({ base }) => (base === 'json' ? 'jsonb' : undefined)),
};

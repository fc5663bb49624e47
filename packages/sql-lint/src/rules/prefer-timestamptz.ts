import type { LintRule } from './rule.ts';
import { typesInUse } from './types-in-use.ts';

export const preferTimestamptz: LintRule = {
  kind: 'lintRule',
  id: 'prefer-timestamptz',
  severity: 'warning',
  summary: 'timestamp and time with time zone',
  why: 'A timestamp without a time zone is no point in time: what it means depends on who reads it. timestamptz takes no more room. A time with a zone has no date, and without one the zone has no offset.',
  check: ({ node }) =>
    typesInUse(node, ({ base, modifiers: [digits] }) => {
      const precision = digits === undefined ? '' : `(${digits})`;
      if (base === 'timestamp') return `timestamptz${precision}`;
      return base === 'timetz' ? `time${precision}` : undefined;
    }),
};

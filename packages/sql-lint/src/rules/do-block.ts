import type { LintRule } from './rule.ts';

/** Words that a statement begins with which this lint would look at. */
const DDL = /\b(?:alter|drop|truncate|create|cluster|reindex|rename)\b/i;

export const doBlock: LintRule = {
  kind: 'lintRule',
  id: 'do-block',
  severity: 'warning',
  summary: 'DDL in a DO block',
  why: 'What a block does is known only when it runs, so that nothing here was checked. Write the statements out; what has to depend on the database is for a reviewer to judge.',
  *check({ node }) {
    if (!('DoStmt' in node)) return;
    const body = (node.DoStmt.args ?? []).map((part) =>
      'DefElem' in part && part.DefElem.arg && 'String' in part.DefElem.arg
        ? (part.DefElem.arg.String.sval ?? '')
        : '',
    );
    const word = DDL.exec(body.join(' '))?.[0];
    if (word) yield { message: `The ${word.toUpperCase()} in this block was not looked at.` };
  },
};

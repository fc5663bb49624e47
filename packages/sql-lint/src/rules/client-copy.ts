import type { LintRule } from './rule.ts';

export const clientCopy: LintRule = {
  kind: 'lintRule',
  id: 'client-copy',
  severity: 'error',
  summary: 'COPY FROM STDIN and TO STDOUT',
  why: 'The rows travel beside the SQL, which the migrator sends alone; it refuses the script. Write INSERT statements, as pg_dump --inserts does.',
  *check({ node }) {
    if (!('CopyStmt' in node) || node.CopyStmt.filename || node.CopyStmt.is_program) return;
    yield { message: 'A migration has no client that could send or take the rows of a COPY.' };
  },
};

import { alterCommands } from '../ast/table-parts.ts';
import { format } from '../sql/relation-name.ts';
import type { LintRule } from './rule.ts';

export const dropCascade: LintRule = {
  kind: 'lintRule',
  id: 'drop-cascade',
  severity: 'error',
  summary: 'DROP ... CASCADE',
  why: 'It removes what depends on the thing too, views and foreign keys of other tables among it, and differs from database to database. Name everything that goes; PostgreSQL refuses the statement as long as something is left.',
  *check({ node }, { script }) {
    // The schema of a version, in which there are views alone.
    const isContract = script.directives.phase === 'contract';
    if ('DropStmt' in node && isContract && node.DropStmt.removeType === 'OBJECT_SCHEMA') return;
    if ('DropStmt' in node && node.DropStmt.behavior === 'DROP_CASCADE') {
      yield { message: 'CASCADE also drops what is not named here.' };
    }
    for (const { table, command } of alterCommands(node)) {
      if (command.behavior !== 'DROP_CASCADE' || !command.subtype?.startsWith('AT_Drop')) continue;
      yield {
        message: `CASCADE also drops what depends on this part of ${format(table)} and is not named here.`,
      };
    }
  },
};

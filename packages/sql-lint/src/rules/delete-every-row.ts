import { changesEveryRow } from '../ast/changes-every-row.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import type { LintRule } from './rule.ts';

export const deleteEveryRow: LintRule = {
  kind: 'lintRule',
  id: 'delete-every-row',
  severity: 'error',
  summary: 'DELETE without WHERE, or with WHERE true, on a table that exists',
  why: 'All rows are gone, whatever they are on the database at hand. Say which ones with a WHERE.',
  *check({ node }, { database }) {
    const change = changesEveryRow(node);
    if (change?.verb !== 'DELETE') return;
    const table = relationName(change.relation);
    if (tableOf(database, table).isNew) return;
    yield { message: `The rows of ${format(table)} are lost.` };
  },
};

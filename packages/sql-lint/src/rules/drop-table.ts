import type { DropStmt } from 'libpg-query';
import { format, listedName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

/** What becomes of each kind: a view has no rows of its own. */
const FATES: Readonly<Partial<Record<NonNullable<DropStmt['removeType']>, string>>> = {
  OBJECT_TABLE: 'is lost with its rows',
  OBJECT_FOREIGN_TABLE: 'is no longer there',
  OBJECT_MATVIEW: 'is lost with what it computed',
  OBJECT_VIEW: 'is no longer there',
};

export const dropTable: LintRule = {
  kind: 'lintRule',
  id: 'drop-table',
  severity: 'error',
  summary: 'DROP TABLE, VIEW and MATERIALIZED VIEW',
  why: 'What is in it is gone, and clients of older versions that use it fail from the commit on. Release a version that does not use it, wait until its clients are everywhere, and drop it then, saying so in an ignore comment.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    if (!('DropStmt' in node) || !node.DropStmt.removeType) return;
    const fate = FATES[node.DropStmt.removeType];
    if (!fate) return;
    for (const object of node.DropStmt.objects ?? []) {
      const table = 'List' in object ? listedName(object.List.items) : undefined;
      if (!table || tableOf(database, table).isNew) continue;
      yield {
        message: `${format(table)} ${fate}, and clients that use it fail.`,
        lock: lockOn(context, table, 'instant'),
      };
    }
  },
};

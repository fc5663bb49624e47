import type { RenameStmt } from 'libpg-query';
import { format, type RelationName, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { migration } from './recipe.ts';
import type { LintRule } from './rule.ts';

const RENAMED: readonly RenameStmt['renameType'][] = [
  'OBJECT_TABLE',
  'OBJECT_VIEW',
  'OBJECT_MATVIEW',
];

export const renameTable: LintRule = {
  kind: 'lintRule',
  id: 'rename-table',
  severity: 'error',
  summary: 'RENAME TO and SET SCHEMA of a table or view',
  why: 'Clients of older versions ask for the old name and fail from the commit on. Keep the name in the database and rename in the schema alone (@@map), or leave a view of the old name behind, which simple reads and writes go through.',
  needsOlderClients: true,
  *check({ node }, context) {
    const { database } = context;
    let from: RelationName | undefined;
    let to: RelationName | undefined;
    if ('RenameStmt' in node && RENAMED.includes(node.RenameStmt.renameType)) {
      const { relation, newname = '' } = node.RenameStmt;
      from = relation && relationName(relation);
      to = from && { ...from, name: newname };
    } else if ('AlterObjectSchemaStmt' in node) {
      const { relation, newschema = '' } = node.AlterObjectSchemaStmt;
      from = relation && relationName(relation);
      to = from && { ...from, schema: newschema };
    }
    if (!from || !to || tableOf(database, from).isNew) return;
    const old = format(from);
    const alter =
      to.schema === from.schema
        ? `RENAME TO ${format({ name: to.name })}`
        : `SET SCHEMA ${format({ name: to.schema ?? '' })}`;
    yield {
      message: `Older clients know ${format(to)} as ${old}, and fail.`,
      lock: lockOn(context, from, 'instant'),
      recipe: migration(
        `-- schemactl: ignore rename-table because a view keeps the old name\nALTER TABLE ${old} ${alter}`,
        `CREATE VIEW ${old} AS SELECT * FROM ${format(to)}`,
      ),
    };
  },
};

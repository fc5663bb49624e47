import { alterCommands } from '../ast/table-parts.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import { noTransaction } from './recipe.ts';
import type { LintRule } from './rule.ts';

export const detachPartitionNotConcurrent: LintRule = {
  kind: 'lintRule',
  id: 'detach-partition-not-concurrent',
  severity: 'error',
  summary: 'DETACH PARTITION without CONCURRENTLY',
  why: 'The whole partitioned table waits for the lock. CONCURRENTLY (PostgreSQL 14) lets its clients go on; it cannot run in a transaction, nor where there is a default partition.',
  *check({ node }, context) {
    const { database } = context;
    for (const { table, command } of alterCommands(node, 'AT_DetachPartition')) {
      const part =
        command.def && 'PartitionCmd' in command.def ? command.def.PartitionCmd : undefined;
      if (!part?.name || part.concurrent || tableOf(database, table).isNew) continue;
      const partition = format(relationName(part.name));
      yield {
        message: `Detaching ${partition} stops all reads and writes of ${format(table)}.`,
        lock: lockOn(context, table, 'instant'),
        recipe: noTransaction(
          `ALTER TABLE ${format(table)} DETACH PARTITION ${partition} CONCURRENTLY`,
        ),
      };
    }
  },
};

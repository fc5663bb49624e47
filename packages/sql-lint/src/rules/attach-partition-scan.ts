import { alterCommands } from '../ast/table-parts.ts';
import { format, relationName } from '../sql/relation-name.ts';
import { tableOf } from '../state/database-state.ts';
import { lockOn } from '../state/table-locks.ts';
import type { LintRule } from './rule.ts';

export const attachPartitionScan: LintRule = {
  kind: 'lintRule',
  id: 'attach-partition-scan',
  severity: 'warning',
  summary: 'ATTACH PARTITION of a table that exists',
  why: 'Its rows are read while nobody can read or write it, and so are those of the default partition, unless a validated CHECK that implies the bounds stands on it. Add that check first (see check-not-valid), and drop it afterwards.',
  *check({ node }, context) {
    const { database } = context;
    for (const { command } of alterCommands(node, 'AT_AttachPartition')) {
      const part =
        command.def && 'PartitionCmd' in command.def ? command.def.PartitionCmd : undefined;
      const partition = part?.name && relationName(part.name);
      if (!partition) continue;
      const state = tableOf(database, partition);
      // Which bounds a check implies is for PostgreSQL to say; one that was validated in this version is there for that.
      const isChecked = [...state.constraints.values()].some(
        ({ isForeignKey, validated }) => !isForeignKey && validated,
      );
      if (state.isNew || isChecked) continue;
      yield {
        message: `The rows of ${format(partition)} are read to see that they are within the bounds.`,
        lock: lockOn(context, partition, 'a scan of every row'),
      };
    }
  },
};

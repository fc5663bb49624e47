import { countText } from '@schema-service/command-line';
import type { AppliedMigration } from '@schema-service/migrator';

/** How far the statements of a run came that go through a table in batches, a line each. */
export function batchLines({
  batches = [],
  statementsDone,
}: Pick<AppliedMigration, 'batches' | 'statementsDone'>): readonly string[] {
  return batches.map(({ statement, range, batches: count, rowsPassed, rowsChanged, lastKey }) => {
    const rows = `${countText(rowsPassed, 'row')} in ${countText(count, 'batch', 'batches')}, ${rowsChanged} changed`;
    const last = statement <= statementsDone || !lastKey ? '' : `, up to (${lastKey.join(', ')})`;
    return `statement ${statement}, ${range}: ${rows}${last}`;
  });
}

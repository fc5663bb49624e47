import type { ChangeFact } from '../change.ts';
import { property } from './property.ts';
import { answers, type Verdict } from './rule.ts';

/** The verdict on a rename that the database does not see (`@map` keeps the name there), undefined for another. */
export function renamedOnlyInClient({ previous, current }: ChangeFact): Verdict | undefined {
  if (property(previous, 'databaseName') !== property(current, 'databaseName')) return undefined;
  return answers('yes', 'yes', 'yes', 'breaks', {
    reason: 'The database keeps its name; only code that uses the old name no longer compiles.',
  });
}

import { SchemaServiceError } from '@schema-service/errors';
import type { LedgerConnection } from '../tracking/ledger.ts';
import { readHistory } from '../tracking/read-history.ts';

/**
 * A baseline and an import are where a history begins. Runs that left nothing
 * behind (a first `up` that failed) do not stand in the way.
 *
 * @throws SchemaServiceError MIGRATION_HISTORY_NOT_EMPTY
 */
export async function refuseApplied(
  connection: LedgerConnection,
  what: 'A baseline' | 'An import',
): Promise<void> {
  const { length } = (await readHistory(connection)).applied;
  if (length === 0) return;
  throw new SchemaServiceError({
    code: 'MIGRATION_HISTORY_NOT_EMPTY',
    message: 'The database has a history of migrations already.',
    why: `${what} is where a history begins, and ${length === 1 ? '1 migration is' : `${length} migrations are`} applied.`,
    fix:
      what === 'A baseline'
        ? 'See with history what has run, and move the database with up or down. If it has the structure of a later version than its history says: baseline --to VERSION --again --note "..."'
        : 'See with history what has run, and move the database with up or down.',
    meta: { applied: length },
  });
}

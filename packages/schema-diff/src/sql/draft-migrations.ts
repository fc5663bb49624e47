import { type SchemaModel, schemaSql } from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import type { MigrationDraft } from './migration-draft.ts';

/** The migrations that lead a database from one schema to the other, and back; none when it does not change. */
export async function draftMigrations(
  previous: SchemaModel | null,
  current: SchemaModel,
  _changes: readonly Change[],
): Promise<readonly MigrationDraft[]> {
  const up = await schemaSql(previous, current);
  if (up.length === 0) return [];
  const down = previous === null ? [] : await schemaSql(current, previous);
  const file = (statements: readonly string[]): string => `${statements.join('\n\n')}\n`;
  return [
    {
      kind: 'migrationDraft',
      suffix: '',
      up: file(up),
      down: `-- migrator: rollback = lossy\n\n${file(down)}`,
      rollback: 'lossy',
      notes: [],
    },
  ];
}

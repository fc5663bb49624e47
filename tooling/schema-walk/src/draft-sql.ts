import type { StructureObject } from '@schema-service/migrator';
import {
  type Change,
  type Dependent,
  draftMigrations,
  type MigrationDraft,
} from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';

/** The drafts for a database with this structure at the previous schema. */
export async function draftSql(
  previous: SchemaModel | null,
  current: SchemaModel,
  changes: readonly Change[],
  structure: readonly StructureObject[] = [],
): Promise<readonly MigrationDraft[]> {
  return draftMigrations(previous, current, changes, { dependents: dependentsIn(structure) });
}

function dependentsIn(structure: readonly StructureObject[]): readonly Dependent[] {
  return structure.flatMap(({ kind, name, table, properties }): Dependent[] => {
    if (table === undefined || (kind !== 'index' && kind !== 'constraint')) return [];
    const own = kind === 'index' ? name : name.slice(table.length + 1);
    return [{ kind, name: own, table, definition: String(properties.definition) }];
  });
}

import { type Change, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { alignJoinTables } from './database/align-join-tables.ts';
import { databaseOf } from './database/database.ts';
import type { MigrationDraft } from './migration-draft.ts';
import { planOperations } from './plan/plan-operations.ts';
import { touchedBy } from './plan/touched.ts';
import { createTransition } from './plan/transition.ts';
import { assembleDrafts } from './render/assemble-drafts.ts';
import type { Structure } from './structure/structure.ts';

export interface DraftOptions {
  /** What the database has beside what its schema says: views' queries, partial indexes, triggers. Default: nothing. */
  readonly structure?: Structure;
}

/**
 * The migrations that change a database from one schema to the other, each with
 * its down; none when it does not change. What exists is changed with care for
 * its rows and for those who use it meanwhile: that is why there may be several.
 * `changes` are all between the two; renames among them keep the data. Pure and
 * deterministic.
 */
export function draftMigrations(
  previous: SchemaModel,
  current: SchemaModel,
  changes: readonly Change[],
  { structure = [] }: DraftOptions = {},
): readonly MigrationDraft[] {
  const old = underCurrentNames(previous, renamesIn(changes), { databaseNames: 'kept' });
  const after = databaseOf(current);
  const before = alignJoinTables(databaseOf(old), after);
  const touched = touchedBy(changes, before, after);
  return assembleDrafts(
    planOperations({
      transition: createTransition(before, after, touched, structure),
      views: { before: old.views, after: current.views },
    }),
  );
}

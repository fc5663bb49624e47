import { type Change, renamesIn, underCurrentNames } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { alignJoinTables } from './database/align-join-tables.ts';
import { asFound } from './database/as-found.ts';
import { databaseOf } from './database/database.ts';
import type { MigrationDraft } from './migration-draft.ts';
import type { Operation } from './operation.ts';
import { planOperations } from './plan/plan-operations.ts';
import { touchedBy } from './plan/touched.ts';
import { createTransition } from './plan/transition.ts';
import { assembleDrafts } from './render/assemble-drafts.ts';
import { foundParts, type KnownDifference } from './structure/found-parts.ts';
import type { Structure } from './structure/structure.ts';

export interface DraftOptions {
  /** What the database has beside what its schema says: views' queries, partial indexes, triggers. Default: nothing. */
  readonly structure?: Structure;
  /** Where the database is known not to be what the previous schema says. Default: nowhere. */
  readonly accepted?: readonly KnownDifference[];
}

/**
 * The operations that change a database from one schema to the other, in the
 * order in which those of one stage run. `changes` are all between the two;
 * renames among them keep the data. Pure and deterministic.
 */
export function operationsBetween(
  previous: SchemaModel,
  current: SchemaModel,
  changes: readonly Change[],
  { structure = [], accepted = [] }: DraftOptions = {},
): readonly Operation[] {
  const old = underCurrentNames(previous, renamesIn(changes), { databaseNames: 'kept' });
  const said = databaseOf(current);
  const { before, after } = asFound(
    { before: alignJoinTables(databaseOf(old), said), after: said },
    foundParts(structure, accepted),
    changes,
  );
  const touched = touchedBy(changes, before, after);
  return planOperations({
    transition: createTransition(before, after, touched, structure),
    views: { before: old.views, after: current.views },
  });
}

/**
 * The migrations that do what {@link operationsBetween} says, each with its
 * down; none when the database does not change. What exists is changed with care
 * for its rows and for those who use it meanwhile: that is why there may be several.
 */
export function draftMigrations(
  previous: SchemaModel,
  current: SchemaModel,
  changes: readonly Change[],
  options?: DraftOptions,
): readonly MigrationDraft[] {
  return assembleDrafts(operationsBetween(previous, current, changes, options));
}

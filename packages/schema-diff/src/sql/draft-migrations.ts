import {
  emptySchema,
  type SchemaModel,
  schemaSql,
  withoutViews,
} from '@schema-service/schema-model';
import type { Change } from '../change.ts';
import { alignJoinTables } from './align-join-tables.ts';
import { alignSchema } from './align-schema.ts';
import { assembleDrafts } from './assemble-drafts.ts';
import { changedPart } from './changed-part.ts';
import type { Dependent } from './dependent.ts';
import { markReordered } from './enum-order.ts';
import type { MigrationDraft } from './migration-draft.ts';
import { planSteps } from './plan-steps.ts';
import { readOperations } from './read-operations.ts';
import { renameSteps } from './rename-steps.ts';
import { renamedNames } from './renamed-names.ts';
import { viewPlaces } from './view-places.ts';

export interface DraftOptions {
  /** What the database has on its tables and the schema does not say. Default: nothing. */
  readonly dependents?: readonly Dependent[];
}

/**
 * The migrations that change a database from one schema to the other, each with its down;
 * none when it does not change. What exists is changed with care for its rows
 * and for those who use it meanwhile: that is why there may be several. Renames
 * that `changes` states keep the data. `previous` is null before the first
 * release. Deterministic; the SQL is Prisma's where nothing better is known.
 */
export async function draftMigrations(
  previous: SchemaModel | null,
  current: SchemaModel,
  changes: readonly Change[],
  { dependents = [] }: DraftOptions = {},
): Promise<readonly MigrationDraft[]> {
  const before = previous ?? nothing(current);
  const names = renamedNames(current, changes);
  const { schema: aligned, renamed } = alignJoinTables(
    alignSchema(before, current, names),
    current,
  );
  const [from, to] = changedPart(withoutViews(aligned), withoutViews(current));
  const [upSql, downSql] = await Promise.all([
    schemaSql(markReordered(from, to), to),
    schemaSql(markReordered(to, from), from),
  ]);
  const up = planSteps(readOperations(upSql), {
    from: aligned,
    to: current,
    isDown: false,
    dependents,
  });
  const down = planSteps(readOperations(downSql), {
    from: current,
    to: aligned,
    isDown: true,
    dependents,
  });
  return assembleDrafts({
    renames: renameSteps(before, current, names, renamed),
    up: [...up, ...viewPlaces(before, current, changes)],
    down: [...viewPlaces(current, before, changes), ...down],
  });
}

/** The schema of an empty database. */
function nothing({ relationMode }: SchemaModel): SchemaModel {
  return { ...emptySchema, ...(relationMode === undefined ? {} : { relationMode }) };
}

import { draftMigrations, type MigrationDraft } from '@schema-service/migration-draft';
import {
  compareStructures,
  type DatabaseStructure,
  formatDifference,
  type StructureDifference,
} from '@schema-service/migrator';

import type { Change } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { applyDrafts, undoDrafts } from './apply-drafts.ts';
import { type KnownView, withViews } from './known-views.ts';
import { fillDatabase, structureIn, type WalkDatabase } from './schema-database.ts';

/** Called with the database at each stop of the way. */
export interface Stops {
  readonly atPrevious?: (database: WalkDatabase) => Promise<void>;
  readonly atCurrent?: (database: WalkDatabase) => Promise<void>;
  readonly backAtPrevious?: (database: WalkDatabase) => Promise<void>;
}

/** What was drafted, and where the database was not what it should have been. */
export interface Journey {
  readonly drafts: readonly MigrationDraft[];
  readonly differences: readonly string[];
}

/** Two databases that are emptied and filled as it goes: making new ones takes longer than what happens in them. */
export interface Roads {
  readonly travelled: WalkDatabase;
  /** Where schemas are made directly, to compare with. */
  readonly direct: WalkDatabase;
}

/** What the schemas do not say of their views. */
export interface ViewsOfBoth {
  readonly previous: readonly KnownView[];
  readonly current: readonly KnownView[];
}

/** Up, down and up again on a database at the previous schema, compared at every stop with one made directly. */
export async function thereAndBack(
  { travelled, direct }: Roads,
  [previous, current]: readonly [previous: SchemaModel, current: SchemaModel],
  changes: readonly Change[],
  stops: Stops = {},
  views?: ViewsOfBoth,
): Promise<Journey> {
  await fillDatabase(
    direct,
    current,
    views?.current.map(({ create }) => create),
  );
  const after = await structureIn(direct);
  await fillDatabase(
    travelled,
    previous,
    views?.previous.map(({ create }) => create),
  );
  const before = await structureIn(travelled);
  const drafted = draftMigrations(previous, current, changes, { structure: before.objects });
  const drafts = withViews(drafted, views?.current ?? []);
  const differences: string[] = [];
  const compare = async (stop: string, expected: DatabaseStructure): Promise<void> => {
    const found = compareStructures(expected, await structureIn(travelled)).filter(isOurs);
    differences.push(...found.map((difference) => `${stop}: ${formatDifference(difference)}`));
  };
  await stops.atPrevious?.(travelled);
  await applyDrafts(travelled, drafts);
  await compare('up', after);
  await stops.atCurrent?.(travelled);
  await undoDrafts(travelled, drafts);
  await compare('down', before);
  await stops.backAtPrevious?.(travelled);
  await applyDrafts(travelled, drafts);
  await compare('up again', after);
  return { drafts, differences };
}

/** A schema of PostgreSQL stays when nothing of ours is left in it. */
const isOurs = (difference: StructureDifference): boolean =>
  difference.kind !== 'unexpected' || difference.actual.kind !== 'schema';

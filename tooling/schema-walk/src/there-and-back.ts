import type { TestDatabase } from '@schema-service/local-postgres';
import { type Change, draftMigrations, type MigrationDraft } from '@schema-service/schema-diff';
import type { SchemaModel } from '@schema-service/schema-model';
import { applyDrafts, undoDrafts } from './apply-drafts.ts';
import { databaseOf, differencesBetween } from './schema-database.ts';

/** Called with the database at each stop of the way. */
export interface Stops {
  readonly atPrevious?: (database: TestDatabase) => Promise<void>;
  readonly atCurrent?: (database: TestDatabase) => Promise<void>;
  readonly backAtPrevious?: (database: TestDatabase) => Promise<void>;
}

/** What was drafted, and where the database was not what it should have been. */
export interface Journey {
  readonly drafts: readonly MigrationDraft[];
  readonly differences: readonly string[];
}

/** Up, down and up again on a database at the previous schema, compared at every stop with one made directly. */
export async function thereAndBack(
  previous: SchemaModel | null,
  current: SchemaModel,
  changes: readonly Change[],
  stops: Stops = {},
): Promise<Journey> {
  const drafts = await draftMigrations(previous, current, changes);
  await using database = await databaseOf(previous);
  await using before = await databaseOf(previous);
  await using after = await databaseOf(current);
  const differences: string[] = [];
  const compare = async (stop: string, expected: TestDatabase): Promise<void> => {
    const found = await differencesBetween(expected, database);
    differences.push(...found.map((difference) => `${stop}: ${difference}`));
  };
  await stops.atPrevious?.(database);
  await applyDrafts(database, drafts);
  await compare('up', after);
  await stops.atCurrent?.(database);
  await undoDrafts(database, drafts);
  await compare('down', before);
  await stops.backAtPrevious?.(database);
  await applyDrafts(database, drafts);
  await compare('up again', after);
  return { drafts, differences };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase } from '@schema-service/local-postgres';
import pg from 'pg';
import { expect } from 'vitest';
import { history, type MigrationDirection, type MigrationStatus, status } from '../../src/index.ts';
import { GATED_MIGRATIONS, type GatedMigration } from './gated-migrations.ts';
import { makeGates } from './gates.ts';
import { pictureOf } from './picture.ts';
import type { Place } from './start-migrator.ts';

type Picture = readonly string[];

/** What a database looks like after the first n statements of each script, with all before it done. */
export type ExpectedPictures = Readonly<
  Record<MigrationDirection, ReadonlyMap<string, readonly Picture[]>>
>;

/** Runs the statements one by one, without the migrator. */
export async function expectedPictures(): Promise<ExpectedPictures> {
  await using database = await createTestDatabase();
  await using _gates = await makeGates(database.connectionString);
  const client = new pg.Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const run = async (migrations: readonly GatedMigration[], direction: MigrationDirection) => {
      const pictures = new Map<string, readonly Picture[]>();
      for (const { id, scripts } of migrations) {
        let picture = await pictureOf(database.connectionString);
        const after = [picture];
        for (const { sql, isBoundary } of scripts[direction]) {
          await client.query(sql);
          if (!isBoundary) picture = await pictureOf(database.connectionString);
          after.push(picture);
        }
        pictures.set(id, after);
      }
      return pictures;
    };
    const up = await run(GATED_MIGRATIONS, 'up');
    return { up, down: await run(GATED_MIGRATIONS.toReversed(), 'down') };
  } finally {
    await client.end();
  }
}

/** Waits until the server has noticed that the migrator is dead: half a second, says the README; a busy machine may take longer. */
export async function settled(place: Place): Promise<MigrationStatus> {
  const began = performance.now();
  for (;;) {
    const shown = await status(place);
    if (!shown.lockHolder) return shown;
    expect(performance.now() - began).toBeLessThan(20_000);
    await sleep(100);
  }
}

/** After a kill: what status says of every migration is what is in the database. Gives the one that was on its way. */
export async function expectTruth(
  place: Place,
  expected: ExpectedPictures,
): Promise<Interrupted | undefined> {
  const shown = await settled(place);
  expect(shown.problems).toEqual([]);
  const words = shown.migrations.map((state) => state.status);
  expect(words).not.toContain('running');
  for (const { status: word, lastRun } of shown.migrations) {
    if (word === 'failed') expect(lastRun?.error?.code).toBe('MIGRATION_INTERRUPTED');
  }
  const appliedCount = shown.migrations.findIndex(({ applied }) => !applied);
  const applied = shown.migrations.slice(0, appliedCount === -1 ? undefined : appliedCount);
  expect(shown.migrations.filter((state) => state.applied)).toEqual(applied);

  const interrupted = await findInterrupted(place);
  const found = await pictureOf(place.connection);
  if (!interrupted) {
    expect(found).toEqual(pictureAfter(expected, applied.length));
    return undefined;
  }
  const { migration, direction, statementsDone } = interrupted;
  const next = direction === 'up' ? applied.length : applied.length - 1;
  expect(GATED_MIGRATIONS.indexOf(migration)).toBe(next);
  const pictures = expected[direction].get(migration.id) ?? [];
  // A concurrent build may be done and not noted.
  const mayBeDone = migration.scripts[direction][statementsDone]?.isConcurrent ? 1 : 0;
  const possible = pictures.slice(statementsDone, statementsDone + 1 + mayBeDone);
  expect(possible).toContainEqual(found);
  return interrupted;
}

function pictureAfter({ up }: ExpectedPictures, applied: number): Picture | undefined {
  const next = GATED_MIGRATIONS[applied];
  if (next) return up.get(next.id)?.[0];
  return up.get(GATED_MIGRATIONS.at(-1)?.id ?? '')?.at(-1);
}

/** A migration that was on its way when its migrator died. */
export interface Interrupted {
  readonly migration: GatedMigration;
  readonly direction: MigrationDirection;
  /** Statements that are done for good, by all attempts together. */
  readonly statementsDone: number;
}

async function findInterrupted(place: Place): Promise<Interrupted | undefined> {
  const entries = await history(place);
  const [last] = entries;
  const migration = GATED_MIGRATIONS.find(({ id }) => id === last?.migration);
  if (!last || !migration || last.error?.code !== 'MIGRATION_INTERRUPTED') return undefined;
  const before = entries.findIndex((entry) => entry.migration !== last.migration || !entry.error);
  const attempts = entries.slice(0, before === -1 ? undefined : before);
  const statementsDone = Math.max(...attempts.map((entry) => entry.statementsDone));
  return { migration, direction: last.direction, statementsDone };
}

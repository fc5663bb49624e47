import { createTestDatabase } from '@schema-service/local-postgres';
import { seededRandom } from '@schema-service/vitest-config/seeded-random';
import { beforeAll, describe, expect, test } from 'vitest';
import { down, type MigrationDirection, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { type ExpectedPictures, expectedPictures, expectTruth } from './expect-truth.ts';
import {
  GATED_FILES,
  GATED_MIGRATIONS,
  type GatedMigration,
  type GatedStatement,
} from './gated-migrations.ts';
import { type Gates, makeGates } from './gates.ts';
import { pictureOf } from './picture.ts';
import { type Place, startMigrator } from './start-migrator.ts';

// `pnpm test:faults` sets more; a failed run is repeated with FAULT_SEED.
const KILLS = Number(process.env.FAULT_KILLS ?? 10);
const SEED = Number(process.env.FAULT_SEED ?? (KILLS > 10 ? Date.now() % 1e9 : 1));

/** A place in a script at which the migrator is killed. */
interface Moment {
  readonly direction: MigrationDirection;
  readonly migration: GatedMigration;
  /** From 0. */
  readonly index: number;
  readonly statement: GatedStatement & { readonly gate: number };
  /** In a concurrent build: when it is done, and before that is noted. */
  readonly beforeNote: boolean;
}

/** In the order in which a database that goes all the way up and down meets them. */
const MOMENTS: readonly Moment[] = (['up', 'down'] as const).flatMap((direction) =>
  (direction === 'up' ? GATED_MIGRATIONS : GATED_MIGRATIONS.toReversed()).flatMap((migration) =>
    migration.scripts[direction].flatMap((statement, index): Moment[] => {
      if (statement.gate === undefined) return [];
      const moment = {
        direction,
        migration,
        index,
        statement: { ...statement, gate: statement.gate },
      };
      const inside = { ...moment, beforeNote: false };
      return statement.isConcurrent ? [inside, { ...moment, beforeNote: true }] : [inside];
    }),
  ),
);

describe.concurrent(`kill -9 at ${KILLS} moments (seed ${SEED})`, () => {
  // Every one of them where there are two hundred.
  const atGates = Math.min(MOMENTS.length, Math.ceil(KILLS * 0.6));
  const chosen = choose(MOMENTS, atGates, seededRandom(SEED));
  const timeout = 60_000 + KILLS * 5000;
  let expected: ExpectedPictures;
  beforeAll(async () => {
    expected = await expectedPictures();
    await using place = await open();
    for (const direction of ['up', 'down'] as const) {
      const { code, stderr } = await startMigrator(direction, place).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      await finish(direction, place, expected);
    }
  });

  test.each(['up', 'down'] as const)(
    `on the way %s, at statement boundaries and in the middle of statements: ${atGates} of ${MOMENTS.length} in all`,
    async (direction) => {
      await using place = await open();
      if (direction === 'down') await finish('up', place, expected);
      for (const moment of chosen.filter((one) => one.direction === direction)) {
        await killAt(moment, place, expected);
      }
      await finish(direction, place, expected);
      // What is left behind, were there anything, would be in the way.
      const back = direction === 'up' ? 'down' : 'up';
      await finish(back, place, expected);
      await finish(direction, place, expected);
    },
    timeout,
  );

  test(`${KILLS - atGates} whenever it comes, on the way up and down`, { timeout }, async () => {
    const random = seededRandom(SEED + 1);
    await using place = await open();
    let direction: MigrationDirection = 'up';
    for (let kills = 0; kills < KILLS - atGates; ) {
      if (await runAndKill(direction, place, random)) {
        kills++;
        await expectTruth(place, expected);
      } else {
        await finish(direction, place, expected);
        direction = direction === 'up' ? 'down' : 'up';
      }
    }
    await finish(direction, place, expected);
  });
});

interface GatedPlace extends Place, AsyncDisposable {
  readonly gates: Gates;
}

/** An empty database with gates, and the migrations. */
async function open(): Promise<GatedPlace> {
  const database = await createTestDatabase();
  const gates = await makeGates(database.connectionString);
  const folder = migrationFolder(GATED_FILES);
  return {
    connection: database.connectionString,
    migrations: folder.path,
    gates,
    [Symbol.asyncDispose]: async () => {
      folder[Symbol.dispose]();
      await gates[Symbol.asyncDispose]();
      await database.drop();
    },
  };
}

function choose<T>(all: readonly T[], count: number, random: () => number): readonly T[] {
  const drawn = all.map((item) => ({ item, order: random() }));
  const kept = new Set(drawn.toSorted((a, b) => a.order - b.order).slice(0, count));
  return drawn.filter((entry) => kept.has(entry)).map(({ item }) => item);
}

async function killAt(
  moment: Moment,
  place: GatedPlace,
  expected: ExpectedPictures,
): Promise<void> {
  const { direction, migration, index, statement, beforeNote } = moment;
  const { gates } = place;
  await gates.close(statement.gate);
  const migrator = startMigrator(direction, place);
  const { ended } = migrator;
  if (!(await gates.untilStopped(ended))) expect(await ended).toBe('stopped at its gate');
  if (beforeNote) {
    await gates.holdNotes();
    await gates.open(statement.gate);
    if (!(await gates.untilNoteWaits(ended))) expect(await ended).toBe('waiting to note');
  }
  migrator.kill();
  expect(await ended).toMatchObject({ code: null });
  // The gate opens when the dead one's session is gone: until then it would go on behind it.
  expect(await expectTruth(place, expected)).toEqual({
    migration,
    direction,
    statementsDone: migration.transactional ? 0 : index,
  });
  if (beforeNote) await gates.letNotes();
  else await gates.open(statement.gate);
}

/** Whether it was killed, and had not finished before. */
async function runAndKill(
  direction: MigrationDirection,
  place: Place,
  random: () => number,
): Promise<boolean> {
  const atLine = 1 + Math.floor(random() * 8);
  const delayMs = random() * 30;
  const migrator = startMigrator(direction, place, (count) => {
    if (count === atLine) setTimeout(migrator.kill, delayMs);
  });
  const { code, stderr } = await migrator.ended;
  if (code !== null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return code === null;
}

/** Goes all the way, and is where an undisturbed run would be. */
async function finish(
  direction: MigrationDirection,
  place: Place,
  expected: ExpectedPictures,
): Promise<void> {
  const goal = { ...place, to: 'none', allowDataLoss: true, allowNonEmpty: true };
  const forward = { ...place, allowNonEmpty: true };
  await (direction === 'up' ? up(forward) : down(goal));
  const last = direction === 'up' ? GATED_MIGRATIONS.at(-1) : GATED_MIGRATIONS[0];
  const undisturbed = expected[direction].get(last?.id ?? '')?.at(-1);
  expect(undisturbed).toBeDefined();
  expect(await pictureOf(place.connection)).toEqual(undisturbed);
  const again = await (direction === 'up' ? up(forward) : down(goal));
  expect(again.migrations).toEqual([]);
}

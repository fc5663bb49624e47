import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabase } from '@schema-service/local-postgres';
import { expect, test } from 'vitest';
import { type MigrationStatus, status, up } from '../../src/index.ts';
import { migrationFolder } from '../migration-folder.ts';
import { query, tables } from '../query.ts';
import { KILLABLE_MIGRATIONS, tableOf } from './killable-migrations.ts';
import { seededRandom } from './random.ts';
import { startUpProcess } from './start-up-process.ts';
import { structureOf } from './structure.ts';

// `pnpm test:faults` sets more; a failed run is repeated with FAULT_SEED.
const KILLS = Number(process.env.FAULT_KILLS ?? 10);
const SEED = Number(process.env.FAULT_SEED ?? (KILLS > 10 ? Date.now() % 1e9 : 1));

test(`kill -9 at ${KILLS} moments (seed ${SEED}): status tells the truth, up finishes, the structure is the same`, {
  timeout: 60_000 + KILLS * 5000,
}, async () => {
  using folder = migrationFolder(KILLABLE_MIGRATIONS);
  const undisturbed = await structureOfUndisturbed(folder.path);
  const random = seededRandom(SEED);
  let kills = 0;
  while (kills < KILLS) {
    await using database = await createTestDatabase();
    const options = { connection: database.connectionString, migrations: folder.path };
    while (kills < KILLS && (await runAndKill(options, random))) {
      kills++;
      await expectTruth(options);
    }
    await up(options);
    expect(await structureOf(database.connectionString)).toEqual(undisturbed);
    await expectRows(database.connectionString);
    expect(await up(options)).toMatchObject({ migrations: [] });
  }
});

interface Options {
  readonly connection: string;
  readonly migrations: string;
}

async function structureOfUndisturbed(migrations: string): Promise<unknown[]> {
  await using database = await createTestDatabase();
  await up({ connection: database.connectionString, migrations });
  return await structureOf(database.connectionString);
}

/** Whether the process was killed, and had not finished before. */
async function runAndKill(options: Options, random: () => number): Promise<boolean> {
  const atEvent = 1 + Math.floor(random() * 8);
  const delayMs = random() * 30;
  const started = startUpProcess(options.connection, options.migrations, (count) => {
    if (count === atEvent) setTimeout(started.kill, delayMs);
  });
  const { code, stderr } = await started.ended;
  if (code !== null) expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return code === null;
}

/** Once the session of the dead is gone, a table is there exactly where status says so. */
async function expectTruth(options: Options): Promise<void> {
  const shown = await settled(options);
  const applied = shown.migrations.filter((state) => state.applied);
  const claimed = new Set([
    ...applied.map(({ migration }) => migration),
    ...(await migrationsInPart(options.connection)),
  ]);
  const found = await tables(options.connection);
  expect([...claimed].map(tableOf).sort()).toEqual(found.toSorted());
  for (const { status: word, lastRun } of shown.migrations) {
    expect(['pending', 'success', 'failed']).toContain(word);
    if (word === 'failed') expect(lastRun?.error?.code).toBe('MIGRATION_INTERRUPTED');
  }
  expect(shown.problems).toEqual([]);
}

/** Those without a transaction of which any attempt has noted a statement. */
async function migrationsInPart(connectionString: string): Promise<string[]> {
  const [installed] = await query(
    connectionString,
    `SELECT to_regclass('schema_migrations.statement') IS NOT NULL AS found`,
  );
  if (!installed?.found) return [];
  const rows = await query(
    connectionString,
    `SELECT DISTINCT migration FROM schema_migrations.statement s JOIN schema_migrations.history h ON h.id = s.history_id`,
  );
  return rows.map(({ migration }) => String(migration));
}

/** Free in half a second, says the README; a busy machine may take longer. */
async function settled(options: Options): Promise<MigrationStatus> {
  const began = performance.now();
  for (;;) {
    const shown = await status(options);
    if (!shown.lockHolder) return shown;
    expect(performance.now() - began).toBeLessThan(5000);
    await sleep(20);
  }
}

async function expectRows(connectionString: string): Promise<void> {
  for (const table of await tables(connectionString)) {
    const [row] = await query(connectionString, `SELECT count(*)::int AS rows FROM ${table}`);
    expect({ table, ...row }).toEqual({ table, rows: 10 });
  }
}

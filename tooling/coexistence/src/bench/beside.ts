import { setTimeout as pause } from 'node:timers/promises';
import { createThrowawayDatabase } from '@schema-service/local-postgres';
import { connect } from '../database.ts';
import type { Contender, PhaseSpan } from './contender.ts';
import { latencyOf, type PhaseTimes, phaseTimes } from './phases.ts';
import { type HeldLock, watchLocks } from './watch-locks.ts';
import { startWriters } from './writers.ts';

/** How a change went. */
export interface Beside {
  readonly title: string;
  /** Whether nobody wrote meanwhile. */
  readonly isQuiet: boolean;
  readonly rows: number;
  readonly phases: readonly PhaseTimes[];
  /** Longest first. */
  readonly locks: readonly HeldLock[];
  /** What writers saw. */
  readonly errors: readonly string[];
  /** What kept the second version from opening. */
  readonly failure?: string;
}

export interface BesideOptions {
  readonly server: string;
  readonly title: string;
  readonly rows: number;
  readonly isQuiet: boolean;
  /** Asks something of the database before the change, and once both versions are there. */
  readonly before?: (connectionString: string) => Promise<void>;
  readonly between?: (connectionString: string) => Promise<void>;
}

/** Around the program's runs, so that the phases at their ends have writers too. */
const AROUND_MS = 2000;

/** Two versions on one table, from the first alone to the second alone, in a database of their own. */
export async function measureBeside(
  contender: Contender,
  { server, title, rows, isQuiet, before, between }: BesideOptions,
): Promise<Beside> {
  await using database = await createThrowawayDatabase(server, 'bench');
  const { connectionString } = database;
  await contender.install(connectionString);
  await insertRows(connectionString, contender.schemas.older, rows);
  await before?.(connectionString);
  const writing = (schema: string, text: string, count: number) =>
    startWriters({ connectionString, schema, text, count: isQuiet ? 0 : count, rows });
  const watch = await watchLocks(connectionString);
  const older = await writing(contender.schemas.older, 'body', 4);
  const began = performance.now();
  await pause(isQuiet ? 0 : AROUND_MS);
  const alone = performance.now();
  const { phases: opening, failure } = await contender.open(connectionString);
  await between?.(connectionString);
  const ends: PhaseSpan[] = [];
  const newer = await writing(contender.schemas.newer, 'content', failure === undefined ? 2 : 0);
  await pause(isQuiet ? 0 : AROUND_MS);
  await older.stop();
  if (failure === undefined) ends.push(...(await contender.end(connectionString)));
  await pause(isQuiet ? 0 : AROUND_MS);
  await newer.stop();
  await watch.stop();
  const samples = [...older.samples, ...newer.samples];
  const atFirst = samples.filter(({ at }) => at < alone);
  return {
    ...{ title, isQuiet, rows },
    phases: [
      ...(isQuiet
        ? []
        : [{ phase: 'before', ms: alone - began, longestLock: 0, writers: latencyOf(atFirst) }]),
      ...phaseTimes([...opening, ...ends], watch.locks, samples),
    ],
    locks: watch.locks.toSorted((one, other) => other.ms - one.ms),
    errors: [...older.errors, ...newer.errors],
    ...(failure === undefined ? {} : { failure }),
  };
}

async function insertRows(connectionString: string, schema: string, rows: number): Promise<void> {
  const client = await connect(connectionString);
  await client.query(`INSERT INTO ${schema}.reviews (product_id, external_id, body, helpful_count)
    SELECT i % 1000, 'e' || i, repeat('a few words ', 10), i % 100 FROM generate_series(1, ${rows}) AS i`);
  await client.query('VACUUM ANALYZE');
  await client.query('CHECKPOINT');
  await client.end();
}

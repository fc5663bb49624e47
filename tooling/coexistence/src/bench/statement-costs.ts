import { existsSync, readFileSync } from 'node:fs';
import type pg from 'pg';
import { connect } from '../database.ts';

/** A statement through the table, and what is held against it. */
export interface Comparison {
  readonly name: string;
  readonly plain: string;
  readonly other: string;
}

export interface Cost {
  readonly name: string;
  /** Lower quartiles, in microseconds: what else the machine does only adds to a time. */
  readonly plain: number;
  readonly other: number;
}

/** Statements between two looks at the clock. */
const BLOCK = 20;

/**
 * Times both statements of each comparison in turn, on one connection. Each time has a row of its own, which the one
 * before has not brought into memory. Where the server's process is on this machine it is the time of its processor, which
 * does not depend on what else there is to do.
 *
 * @param isPrepared whether the server keeps their plans
 */
export async function statementCosts(
  connectionString: string,
  comparisons: readonly Comparison[],
  { rounds, rows, isPrepared }: { rounds: number; rows: number; isPrepared: boolean },
): Promise<readonly Cost[]> {
  const client = await connect(connectionString);
  const clock = await clockOf(client);
  const times = new Map<string, number[]>();
  let turn = 0;
  const time = async (sql: string): Promise<void> => {
    const name = isPrepared ? { name: String([...times.keys()].indexOf(sql)) } : {};
    const began = clock();
    for (let at = 0; at < BLOCK; at++) {
      turn += 1;
      await client.query({ text: sql, values: [1 + ((turn * 7919) % rows)], ...name });
    }
    times.get(sql)?.push((clock() - began) / BLOCK);
  };
  for (const { plain, other } of comparisons) times.set(plain, []).set(other, []);
  for (let round = 0; round < rounds; round += BLOCK) {
    for (const { plain, other } of comparisons) {
      const pair = [plain, other];
      for (const sql of (round / BLOCK) % 2 === 0 ? pair : pair.toReversed()) await time(sql);
    }
  }
  await client.end();
  const quartile = (sql: string): number => {
    const sorted = (times.get(sql) ?? []).sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 4)] ?? Number.NaN;
  };
  return comparisons.map(({ name, plain, other }) => ({
    name,
    plain: quartile(plain),
    other: quartile(other),
  }));
}

/** Gives microseconds: of the session's processor time, or of the clock on the wall. */
async function clockOf(client: pg.Client): Promise<() => number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  const path = `/proc/${rows[0]?.pid}/schedstat`;
  if (!existsSync(path)) return () => performance.now() * 1000;
  return () => Number(readFileSync(path, 'utf8').split(' ')[0]) / 1000;
}

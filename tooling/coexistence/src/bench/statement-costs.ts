import { connect } from '../database.ts';

/** A statement through the table, and what is held against it. */
export interface Comparison {
  readonly name: string;
  readonly plain: string;
  readonly other: string;
}

export interface Cost {
  readonly name: string;
  /** Medians, in microseconds. */
  readonly plain: number;
  readonly other: number;
}

/**
 * Times both statements of each comparison in turn, on one connection. Each time has a row of its own, which the one
 * before has not brought into memory.
 *
 * @param isPrepared whether the server keeps their plans
 */
export async function statementCosts(
  connectionString: string,
  comparisons: readonly Comparison[],
  { rounds, rows, isPrepared }: { rounds: number; rows: number; isPrepared: boolean },
): Promise<readonly Cost[]> {
  const client = await connect(connectionString);
  const times = new Map<string, number[]>();
  let turn = 0;
  const time = async (sql: string): Promise<void> => {
    const name = isPrepared ? { name: String([...times.keys()].indexOf(sql)) } : {};
    turn += 1;
    const began = performance.now();
    await client.query({ text: sql, values: [1 + ((turn * 7919) % rows)], ...name });
    times.get(sql)?.push(performance.now() - began);
  };
  for (const { plain, other } of comparisons) times.set(plain, []).set(other, []);
  for (let round = 0; round < rounds; round++) {
    for (const { plain, other } of comparisons) {
      const pair = [plain, other];
      for (const sql of round % 2 === 0 ? pair : pair.toReversed()) await time(sql);
    }
  }
  await client.end();
  const median = (sql: string): number => {
    const sorted = (times.get(sql) ?? []).sort((a, b) => a - b);
    return (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) * 1000;
  };
  return comparisons.map(({ name, plain, other }) => ({
    name,
    plain: median(plain),
    other: median(other),
  }));
}

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { type CaseName, type ContestantName, contestantNames } from './cases.ts';
import type { Order, Turn } from './contestant-process.ts';
import type { NodeWork } from './work.ts';

/** A turn with the CPU that the server spent for it. */
export interface MeasuredTurn extends Turn {
  /** Of the contestant's backends, for one call; `undefined` where the system does not tell. */
  readonly serverCpu: number | undefined;
}

/** A process that waits for its turns: what one does to the compiler and the heap is its own business. */
export interface Contestant {
  readonly name: ContestantName;
  readonly cases: readonly CaseName[];
  readonly turn: (name: CaseName, calls: number, concurrency: number) => Promise<MeasuredTurn>;
  /** What a call finds, as text. */
  readonly answer: (name: CaseName) => Promise<string>;
  readonly end: () => void;
}

export async function startContestants(
  { url, modules }: NodeWork,
  db: pg.Client,
): Promise<readonly Contestant[]> {
  return Promise.all(
    contestantNames.map(async (name, index): Promise<Contestant> => {
      const applicationName = `bench-${index}`;
      const child = fork(
        join(import.meta.dirname, 'contestant-process.ts'),
        [name, url, applicationName],
        {
          execArgv: [],
          env: {
            ...process.env,
            NODE_ENV: 'production',
            BENCH_OURS: modules.ours,
            BENCH_STOCK: modules.stock,
          },
        },
      );
      const cases = (await reply(child, name)) as readonly CaseName[];
      const ask = (order: Order): Promise<unknown> => {
        child.send(order);
        return reply(child, name);
      };
      return {
        name,
        cases,
        answer: (of) => ask({ kind: 'answer', name: of }) as Promise<string>,
        turn: async (of, calls, concurrency) => {
          const before = await backendsOf(db, applicationName);
          const turn = (await ask({ kind: 'turn', name: of, calls, concurrency })) as Turn;
          const after = await backendsOf(db, applicationName);
          return { ...turn, serverCpu: spent(before, after, calls) };
        },
        end: () => child.disconnect(),
      };
    }),
  );
}

async function reply(child: ChildProcess, name: string): Promise<unknown> {
  const answered = new AbortController();
  const { signal } = answered;
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${name} ended with ${code}.`);
  });
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended]);
    return message;
  } finally {
    ended.catch(() => {});
    answered.abort();
  }
}

type Backends = ReadonlyMap<number, number | undefined>;

/** Nanoseconds of CPU by process, as Linux counts them. */
async function backendsOf(db: pg.Client, applicationName: string): Promise<Backends> {
  const { rows } = await db.query<{ pid: number }>(
    'SELECT pid FROM pg_stat_activity WHERE application_name = $1',
    [applicationName],
  );
  return new Map(rows.map(({ pid }) => [pid, nanosecondsOf(pid)]));
}

function nanosecondsOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    return undefined;
  }
}

function spent(before: Backends, after: Backends, calls: number): number | undefined {
  let nanoseconds = 0;
  for (const [pid, then] of after) {
    if (then === undefined) return undefined;
    nanoseconds += then - (before.get(pid) ?? 0);
  }
  return nanoseconds / 1000 / calls;
}

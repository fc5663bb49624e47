import pg from 'pg';
import { median } from '../measure.ts';
import { type BenchCase, benchCases, type ContestantName, contestantNames } from './cases.ts';
import { type Contestant, type MeasuredTurn, startContestants } from './contestants.ts';
import type { NodeWork } from './work.ts';

/** The time of a turn. Short, so that what else the machine does meets all alike. */
const TURN = 40_000;
/** The time before the first, in which the compiler learns what is hot. */
const WARMING = 1_000_000;

type Turns = ReadonlyMap<ContestantName, readonly MeasuredTurn[]>;

/** Prints the tables, and gives the titles of what is slower than its bar. */
export async function measureSpeed(
  work: NodeWork,
  rounds: number,
  names: readonly string[],
): Promise<readonly string[]> {
  const chosen = benchCases.filter(({ name }) => names.includes(name));
  if (chosen.length === 0) return [];
  const db = new pg.Client({ connectionString: work.url });
  await db.connect();
  const everyone = await startContestants(work, db);
  console.log(
    `| speed, raw pg is 1 | ${contestantNames.join(' | ')} | bars | |\n|---|${'---:|'.repeat(contestantNames.length)}---|---|`,
  );
  const missed: string[] = [];
  const measured: [BenchCase, Turns][] = [];
  for (const one of chosen) {
    const turns = await measureCase(one, everyone, db, rounds);
    measured.push([one, turns]);
    missed.push(...printSpeed(one, turns));
  }
  console.log(
    `\n| µs of CPU, client + server | ${contestantNames.join(' | ')} |\n|---|${'---:|'.repeat(contestantNames.length)}`,
  );
  for (const [{ title }, turns] of measured)
    console.log(
      `| ${[title, ...contestantNames.map((name) => cpuOf(turns.get(name)))].join(' | ')} |`,
    );
  for (const one of everyone) one.end();
  await db.end();
  return missed;
}

async function measureCase(
  { name, concurrency = 1, isRead }: BenchCase,
  everyone: readonly Contestant[],
  db: pg.Client,
  rounds: number,
): Promise<Turns> {
  const entered = everyone.filter(({ cases }) => cases.includes(name));
  await fillEntries(db);
  if (isRead) await compareAnswers(name, entered);
  const turns = new Map<ContestantName, MeasuredTurn[]>();
  const calls = new Map<ContestantName, number>();
  for (const one of entered) {
    const callsOf = (time: number, { microseconds }: MeasuredTurn): number =>
      Math.max(concurrency, Math.ceil(time / microseconds));
    // Warm: connected, prepared, compiled.
    const first = await one.turn(name, Math.max(concurrency, 20), concurrency);
    const second = await one.turn(name, callsOf(TURN, first), concurrency);
    const warm = await one.turn(name, callsOf(WARMING, second), concurrency);
    calls.set(one.name, callsOf(TURN, warm));
    turns.set(one.name, []);
  }
  for (let round = 0; round < rounds; round += 1) {
    if (!isRead) await fillEntries(db);
    // Each is first in its turn.
    const first = round % entered.length;
    for (const one of [...entered.slice(first), ...entered.slice(0, first)])
      turns.get(one.name)?.push(await one.turn(name, calls.get(one.name) ?? 1, concurrency));
  }
  return turns;
}

async function compareAnswers(
  name: BenchCase['name'],
  entered: readonly Contestant[],
): Promise<void> {
  const answers = await Promise.all(entered.map(async (one) => [one.name, await one.answer(name)]));
  const [, expected] = answers[0] ?? [];
  for (const [who, answer] of answers)
    if (answer !== expected)
      throw new Error(
        `${who} finds something else in ${name}:\n${answer?.slice(0, 500)}\n${expected?.slice(0, 500)}`,
      );
}

async function fillEntries(db: pg.Client): Promise<void> {
  await db.query('TRUNCATE entries RESTART IDENTITY');
  await db.query(
    `INSERT INTO entries (slug, name, note, rating, score, price, is_active, details, created_at)
     SELECT slug, name, note, rating, score, price, is_active, details, created_at FROM items ORDER BY id`,
  );
  await db.query('ANALYZE entries');
}

function printSpeed({ title, bar, stockBar }: BenchCase, turns: Turns): readonly string[] {
  const ratio = (name: ContestantName, to: ContestantName): number | undefined => {
    const [own, others] = [turns.get(name), turns.get(to)];
    const timeOf = (of: readonly MeasuredTurn[]): number =>
      quick(of.map(({ microseconds }) => microseconds));
    return own && others && timeOf(others) / timeOf(own);
  };
  const ours = ratio('ours', 'raw') ?? 0;
  const verdicts: [string, boolean][] = [];
  if (bar !== undefined) verdicts.push([`raw ${bar}`, ours >= bar]);
  if (stockBar !== undefined)
    verdicts.push([`stock ${stockBar}`, (ratio('ours', 'stock') ?? 0) >= stockBar]);
  if (bar !== undefined || stockBar !== undefined)
    for (const peer of ['Drizzle', 'Kysely'] as const) {
      const ahead = ratio('ours', peer);
      if (ahead !== undefined) verdicts.push([peer, ahead > 1]);
    }
  const failed = verdicts.filter(([, isMet]) => !isMet).map(([what]) => what);
  const cells = [
    title,
    ...contestantNames.map((name) => ratio(name, 'raw')?.toFixed(2) ?? ''),
    [bar && `${bar}`, stockBar && `${stockBar} times stock (${ratio('ours', 'stock')?.toFixed(2)})`]
      .filter(Boolean)
      .join(', '),
    verdicts.length === 0 ? '' : failed.length === 0 ? 'met' : `MISSED: ${failed.join(', ')}`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return failed.length === 0 ? [] : [title];
}

/** Of the quickest quarter of the turns: what else the machine does only adds to a turn. */
function quick(turns: readonly number[]): number {
  const sorted = turns.toSorted((a, b) => a - b);
  return median(sorted.slice(0, Math.ceil(sorted.length / 4)));
}

function cpuOf(turns: readonly MeasuredTurn[] | undefined): string {
  if (turns === undefined) return '';
  const client = quick(turns.map(({ cpu }) => cpu)).toFixed(0);
  const server = quick(turns.map(({ serverCpu = Number.NaN }) => serverCpu));
  return Number.isNaN(server) ? client : `${client} + ${server.toFixed(0)}`;
}

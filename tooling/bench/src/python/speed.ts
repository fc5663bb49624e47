import { median } from '../measure.ts';
import type { PythonWork } from './work.ts';

interface BenchCase {
  readonly name: string;
  readonly title: string;
  /** The least ratio: of what `over` takes to what the client takes. */
  readonly bar: number;
  /** Instead of raw psycopg. */
  readonly over?: 'SQLAlchemy ORM';
}

export const benchCases: readonly BenchCase[] = [
  { name: 'key', title: 'read by key', bar: 2.5 },
  { name: 'key async', title: 'read by key, async', bar: 1.5 },
  { name: 'list', title: 'list of 1,000 x 10 columns', bar: 1.5 },
  { name: 'insert', title: 'insert one', bar: 1.3 },
  { name: 'bulk', title: 'bulk 10,000', bar: 3 },
  { name: 'conditions', title: 'five conditions', bar: 1.2 },
  {
    name: 'loaded',
    title: '100 x 10 loaded, to selectinload',
    bar: 2,
    over: 'SQLAlchemy ORM',
  },
];

const peers = [
  'SQLAlchemy Core',
  'SQLAlchemy ORM',
  'SQLModel',
  'Django',
  'asyncpg',
  "asyncpg's pool",
];

/** Seconds of CPU for each round of each contestant of each case. */
type Measured = Readonly<Record<string, Readonly<Record<string, readonly number[]>>>>;

/** Prints the table, and gives the titles of what is slower than its bar. */
export async function measureSpeed(
  work: PythonWork,
  rounds: number,
  names: readonly string[],
): Promise<readonly string[]> {
  const chosen = benchCases.filter(({ name }) => names.includes(name));
  if (chosen.length === 0) return [];
  const asked = chosen.map(({ name }) => name).join(',');
  const measured = (await work.run('speed.py', [work.url, String(rounds), asked])) as Measured;
  console.log(`| | psycopg µs | client µs | ratio | bar | | ${peers.join(' | ')} |
|---|---:|---:|---:|---:|---|${'---:|'.repeat(peers.length)}`);
  return chosen.flatMap((one) => printCase(one, measured[one.name] ?? {}));
}

function printCase(
  { title, bar, over = undefined }: BenchCase,
  found: Readonly<Record<string, readonly number[]>>,
): readonly string[] {
  const base = found[over ?? 'psycopg'] ?? [];
  const ratio = (to: readonly number[], name: string): number | undefined => {
    const theirs = found[name];
    if (theirs === undefined) return undefined;
    return median(theirs.map((seconds, round) => (to[round] ?? Number.NaN) / seconds));
  };
  const micro = (name: string): string =>
    found[name] === undefined ? '–' : (median(found[name]) * 1e6).toFixed(0);
  const ours = ratio(base, 'ours');
  const isMet = ours !== undefined && ours >= bar;
  const cells = [
    title,
    micro('psycopg'),
    micro('ours'),
    ours?.toFixed(2) ?? 'not there',
    bar.toFixed(1),
    isMet ? 'met' : 'MISSED',
    ...peers.map((name) => ratio(found.psycopg ?? [], name)?.toFixed(2) ?? ''),
  ];
  console.log(`| ${cells.join(' | ')} |`);
  return isMet ? [] : [title];
}

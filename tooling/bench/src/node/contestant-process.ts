// A contestant, in a process of its own: contestant-process.ts NAME URL APPLICATION_NAME. Its parent asks for turns.
import type { CaseName, ContestantName } from './cases.ts';
import type { Contestant } from './peers/contestant.ts';
import { drizzle } from './peers/drizzle.ts';
import { kysely } from './peers/kysely.ts';
import { ours, oursSlow, stock } from './peers/prisma.ts';
import { raw, rawPrepared } from './peers/raw.ts';

/** Makes calls and measures them, or makes one and tells what it finds. */
export type Order =
  | {
      readonly kind: 'turn';
      readonly name: CaseName;
      readonly calls: number;
      readonly concurrency: number;
    }
  | { readonly kind: 'answer'; readonly name: CaseName };

export interface Turn {
  /** Of one call. */
  readonly microseconds: number;
  /** Of this process, for one call. */
  readonly cpu: number;
}

const peers: Readonly<Record<ContestantName, Contestant>> = {
  raw,
  'raw prepared': rawPrepared,
  ours,
  'ours, fastPath: false': oursSlow,
  stock,
  Drizzle: drizzle,
  Kysely: kysely,
};

const [name = '', url = '', applicationName = ''] = process.argv.slice(2);
const works = await peers[name as ContestantName]({ url, applicationName });
let turns = 0;

process.on('message', async (order: Order) => {
  process.send?.(order.kind === 'answer' ? await answerOf(order.name) : await turn(order));
});
process.on('disconnect', () => process.exit());
process.send?.(Object.keys(works));

async function turn({
  name: of,
  calls,
  concurrency,
}: Extract<Order, { kind: 'turn' }>): Promise<Turn> {
  const work = works[of];
  if (work === undefined) throw new Error(`${name} has no ${of}.`);
  let left = calls;
  const loop = async (): Promise<void> => {
    while (left-- > 0) await work(turns++);
  };
  const before = process.cpuUsage();
  const started = performance.now();
  await Promise.all(Array.from({ length: concurrency }, loop));
  const microseconds = (performance.now() - started) * 1000;
  const { user, system } = process.cpuUsage(before);
  return { microseconds: microseconds / calls, cpu: (user + system) / calls };
}

/** What the call finds, whatever classes it has for that. */
async function answerOf(of: CaseName): Promise<string> {
  const found = await works[of]?.(12);
  const plain = (value: unknown, field?: string): unknown => {
    if (field === 'price') return Number(value);
    if (Array.isArray(value)) return value.map((item) => plain(item));
    if (value === null || typeof value !== 'object' || value instanceof Date) return value;
    const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner, key)]));
  };
  return JSON.stringify(plain(found)) ?? 'undefined';
}

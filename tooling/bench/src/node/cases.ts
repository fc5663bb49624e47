export interface BenchCase {
  readonly name: CaseName;
  readonly title: string;
  /** The least speed of ours, where raw `pg` without prepared statements is 1. */
  readonly bar?: number;
  /** The least speed of ours, where stock Prisma is 1. */
  readonly stockBar?: number;
  /** How many calls run at once. Default: 1. */
  readonly concurrency?: number;
  /** Whether it finds rows that are the same for all, which are compared. */
  readonly isRead: boolean;
}

export type CaseName =
  | 'key'
  | 'insert'
  | 'list'
  | 'include'
  | 'count'
  | 'update'
  | 'at once'
  | 'one tick'
  | 'nested take'
  | 'many to many'
  | 'in'
  | 'upsert'
  | 'insert many'
  | 'raw'
  | 'transaction';

/** Those with a bar, and behind them what else services do often. */
export const benchCases: readonly BenchCase[] = [
  { name: 'key', title: 'read by key', bar: 1.6, stockBar: 2.6, isRead: true },
  { name: 'insert', title: 'insert, async commit', bar: 1.1, isRead: false },
  { name: 'list', title: 'list of 1,000 x 10', bar: 1.05, isRead: true },
  { name: 'include', title: 'include 100 x 10', bar: 1.1, isRead: true },
  { name: 'count', title: 'count', bar: 1.15, isRead: true },
  { name: 'update', title: 'update by key', bar: 1.15, isRead: false },
  {
    name: 'at once',
    title: '32 at once, pool of 10',
    stockBar: 3,
    concurrency: 32,
    isRead: true,
  },
  { name: 'one tick', title: '32 keys in one tick', isRead: true },
  { name: 'nested take', title: 'include the 3 newest of 20', isRead: true },
  { name: 'many to many', title: 'include many-to-many, 100 x 3', isRead: true },
  { name: 'in', title: 'in, 20 keys', isRead: true },
  { name: 'upsert', title: 'upsert', isRead: false },
  { name: 'insert many', title: 'createMany, 100', isRead: false },
  { name: 'raw', title: '$queryRaw by key', isRead: true },
  { name: 'transaction', title: 'transaction of 2 statements', isRead: false },
];

/** Who takes part, in the order of the table. */
export const contestantNames = [
  'raw',
  'raw prepared',
  'ours',
  'ours, fastPath: false',
  'stock',
  'Drizzle',
  'Kysely',
] as const;

export type ContestantName = (typeof contestantNames)[number];

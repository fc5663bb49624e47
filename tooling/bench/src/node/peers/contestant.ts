import type { CaseName } from '../cases.ts';

/** Makes the call of a case. `turn` counts the calls, and says what each asks for. */
export type Work = (turn: number) => Promise<unknown>;

export type Works = Readonly<Partial<Record<CaseName, Work>>>;

/** Connects with at most ten connections, under a name by which the server knows them. */
export type Contestant = (connection: Connection) => Works | Promise<Works>;

export interface Connection {
  readonly url: string;
  readonly applicationName: string;
}

/** The largest pool. */
export const POOL = 10;

/** A key of the table `items`, in an order that no cache likes. */
export const keyOf = (turn: number): number => 1 + ((turn * 37) % 1000);

/** 32 calls that do not wait for one another. */
export const inOneTick = (turn: number, work: Work): Promise<unknown> =>
  Promise.all(Array.from({ length: 32 }, (_, at) => work(turn + at)));

let made = 0;

/** A row of `entries` that is not there yet. */
export function newEntry(): Entry {
  made += 1;
  return {
    slug: `entry-${process.pid}-${made}`,
    name: 'An entry',
    note: null,
    rating: made % 5,
    score: made / 7,
    price: '12.50',
    isActive: true,
    details: { colour: 'blue', sizes: [40, 41, 42] },
    createdAt: new Date(1_767_225_600_000 + made),
  };
}

export interface Entry {
  readonly slug: string;
  readonly name: string;
  readonly note: string | null;
  readonly rating: number;
  readonly score: number;
  readonly price: string;
  readonly isActive: boolean;
  readonly details: { readonly colour: string; readonly sizes: readonly number[] };
  readonly createdAt: Date;
}

/** Rows with those that belong to each, as `field`. */
export function grouped<Row extends object, Child extends object>(
  rows: readonly Row[],
  children: readonly Child[],
  field: string,
  [parentKey, childKey]: readonly [parent: keyof Row, child: keyof Child],
): readonly object[] {
  const lists = new Map<unknown, Child[]>();
  const joined = rows.map((row) => {
    const list: Child[] = [];
    lists.set(row[parentKey], list);
    return { ...row, [field]: list };
  });
  for (const child of children) lists.get(child[childKey])?.push(child);
  return joined;
}

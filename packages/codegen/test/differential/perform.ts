import type { Call } from './calls.ts';
import { type Told, told, toldError } from './told.ts';
import { type OwnClient, ownValues } from './values.ts';

/** A client of a schema that is known at run time only. */
// biome-ignore lint/suspicious/noExplicitAny: the two clients have types of their own
export type AnyClient = any;

/** A client and the values of its package. */
export interface Side {
  readonly client: AnyClient;
  readonly own: OwnClient;
  readonly classes: Parameters<typeof told>[1];
}

/** Begins a call: what a batch takes. */
export function begin(client: AnyClient, call: Call, own: OwnClient): AnyClient {
  switch (call.kind) {
    case 'method':
      return client[call.model][call.method](ownValues(call.args, own));
    case 'fluent': {
      let at = client[call.model][call.method](ownValues(call.args, own));
      for (const [field, args] of call.path) at = at[field](ownValues(args, own));
      return at;
    }
    case 'raw':
      return client[call.method](ownValues(call.sql, own));
    case 'unsafe':
      return client[call.method](call.sql, ...call.values.map((one) => ownValues(one, own)));
  }
}

/** The outcome of a call, as what is compared. */
export async function outcome(
  { own, classes }: Side,
  call: Call,
  client: AnyClient,
): Promise<Told> {
  try {
    return toldOf(call, await withinTime(begin(client, call, own)), classes);
  } catch (error) {
    return toldError(error);
  }
}

/** A call that never ends is a difference, too. */
async function withinTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('There was no answer.')), 30_000);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

/** Rows that a write returns have no order. */
function toldOf(call: Call | undefined, answer: unknown, classes: Side['classes']): Told {
  const found = told(answer, classes);
  const isUnordered = call?.kind === 'method' && call.method === 'updateManyAndReturn';
  if (!isUnordered || !Array.isArray(found) || found[0] !== 'list') return found;
  return [
    'list',
    found[1].toSorted((a: Told, b: Told) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  ];
}

class Rollback extends Error {}

export interface TransactionPlan {
  readonly calls: readonly Call[];
  readonly isRolledBack: boolean;
  readonly isAtOnce: boolean;
  readonly options: object | undefined;
}

/** Each answer in a transaction, how it ended, and what it says to a call after its end. */
export async function inTransaction(
  side: Side,
  client: AnyClient,
  { calls, isRolledBack, isAtOnce, options }: TransactionPlan,
): Promise<Told> {
  const found: Told[] = [];
  let left: AnyClient;
  const ended = await client
    .$transaction(async (tx: AnyClient) => {
      left = tx;
      if (isAtOnce) found.push(...(await Promise.all(calls.map((one) => outcome(side, one, tx)))));
      // After an error PostgreSQL refuses the rest: what it says then has to be the same, too.
      else for (const one of calls) found.push(await outcome(side, one, tx));
      if (isRolledBack) throw new Rollback();
      return 'done';
    }, options)
    .catch((error: unknown) => (error instanceof Rollback ? 'rolled back' : toldError(error)));
  const [first] = calls;
  const after = first && left !== undefined ? await outcome(side, first, left) : undefined;
  return [found, ended, withoutIds(after)];
}

/** Several calls in one transaction. */
export async function inBatch(
  { own, classes }: Side,
  client: AnyClient,
  calls: readonly Call[],
  options: object | undefined,
): Promise<Told> {
  try {
    const begun = calls.map((one) => begin(client, one, own));
    const found: readonly unknown[] = await client.$transaction(begun, options);
    return found.map((answer, index) => toldOf(calls[index], answer, classes));
  } catch (error) {
    return toldError(error);
  }
}

/** How long a transaction took is part of what Prisma says of it. */
function withoutIds(after: Told): Told {
  return JSON.parse(JSON.stringify(after ?? null).replace(/[0-9a-f-]{36}|\d+ ms/g, '...'));
}

/** With all four kinds of extensions. */
export function extended({ client, own }: Side): AnyClient {
  const prisma = own.Prisma as unknown as AnyClient;
  return client.$extends({
    name: 'all kinds',
    result: {
      $allModels: { kindOf: { compute: () => 'row' } },
    },
    query: {
      $allModels: {
        findMany: ({ args, query }: AnyClient) => query({ ...args, take: args?.take ?? 3 }),
        async findFirst({ args, query, model, operation }: AnyClient) {
          const found = await query(args);
          return found && { ...found, from: `${model}.${operation}` };
        },
      },
      $queryRaw: ({ args, query }: AnyClient) => query(args),
      $allOperations: ({ args, query }: AnyClient) => query(args),
    },
    model: {
      $allModels: {
        async exists(args: AnyClient) {
          const context = prisma.getExtensionContext(this);
          return (await context.count(args?.where ? { where: args.where } : {})) > 0;
        },
      },
    },
    client: {
      async $one() {
        return prisma.getExtensionContext(this).$queryRawUnsafe('SELECT 1 AS one');
      },
    },
  });
}

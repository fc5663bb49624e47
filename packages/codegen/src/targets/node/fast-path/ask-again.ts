import { isLost } from './connections.ts';
import type { Lender } from './parked-connections.ts';
import type { BatchOptions, Client, EngineOptions, JsonQuery } from './prisma-internals.ts';
import { TERMINATED } from './raw-call.ts';
import { replays } from './replays.ts';

/**
 * Has Prisma ask once more where a connection was lost and the call has done nothing:
 * for reads outside of transactions, and for the begin of a transaction. All
 * connections that wait are looked at first, as more of them may be lost.
 */
export function askAgain({ _engine: engine }: Pick<Client, '_engine'>, pool: Lender): void {
  const again = async <Result>(
    ask: () => Promise<Result>,
    mayAskAgain: (error: unknown) => boolean,
  ): Promise<Result> => {
    try {
      return await ask();
    } catch (error) {
      // What is replayed was asked again before.
      if (replays.getStore() !== undefined || !mayAskAgain(error)) throw error;
    }
    await pool.dropLost();
    return ask();
  };

  const request = engine.request.bind(engine);
  engine.request = (query: JsonQuery, options: EngineOptions) =>
    again(
      () => request(query, options),
      (error) => options.interactiveTransaction === undefined && isLostRead(error, query),
    );

  const requestBatch = engine.requestBatch.bind(engine);
  engine.requestBatch = (queries: readonly JsonQuery[], options: BatchOptions) =>
    again(
      async () => {
        const answers = await requestBatch(queries, options);
        const lost = answers.find((answer) => answer instanceof Error && isLostInside(answer));
        if (lost !== undefined && options.transaction === undefined) throw lost;
        return answers;
      },
      (error) =>
        options.transaction?.kind !== 'itx' && queries.every((query) => isLostRead(error, query)),
    );

  const transaction = engine.transaction.bind(engine);
  engine.transaction = (action, headers, info) =>
    again(
      () => transaction(action, headers, info),
      (error) => action === 'start' && isLostInside(error),
    );
}

const READS: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'aggregate',
  'groupBy',
]);

function isLostRead(error: unknown, { action, query }: JsonQuery): boolean {
  if (READS.has(action)) return isLostInside(error);
  // A function in a SELECT may do anything: only where the server says that it has ended it.
  return (
    action === 'queryRaw' &&
    codeInside(error) === TERMINATED &&
    /"query":"\s*SELECT\b/i.test(JSON.stringify(query))
  );
}

function isLostInside(error: unknown): boolean {
  const code = codeInside(error);
  return isLost(error) || code === 'P1017' || isLost(Object.assign(new Error(), { code }));
}

/** The server's code inside of Prisma's error, else Prisma's. */
function codeInside(error: unknown): string | undefined {
  const { code, meta, cause } = error as {
    readonly code?: string;
    readonly meta?: { readonly driverAdapterError?: { readonly cause?: Cause } };
    readonly cause?: Cause;
  };
  return (meta?.driverAdapterError?.cause ?? cause)?.originalCode ?? code;
}

interface Cause {
  readonly originalCode?: string;
}

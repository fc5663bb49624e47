import type { KnownCall, Prisma } from './call-way.ts';
import { type Compiled, compilePlan, MISS, type Run } from './compile-plan.ts';
import {
  driversPrepareValue,
  isLost,
  type OnStatement,
  type RunOptions,
  renewed,
  runOnPool,
  runOnTransaction,
} from './connections.ts';
import type { Lender } from './parked-connections.ts';
import { PerQuery } from './per-query.ts';
import { type PlanNode, Unsupported } from './plan.ts';
import {
  type Client,
  type Engine,
  type EngineOptions,
  hearingNoPanic,
  type JsonQuery,
  type RequestHandler,
} from './prisma-internals.ts';
import { Undecoded } from './raw-call.ts';
import type { ParserOf } from './raw-values.ts';
import { type Replay, replays } from './replays.ts';
import { type Learner, shortCut } from './shapes.ts';
import type { Transactions } from './transactions.ts';
import type { UnknownEnumValues } from './values-out.ts';

/** What the fast path takes of the client around it. */
export interface FastPathOptions {
  readonly pool: Lender;
  /** Whether connections keep statements prepared. */
  readonly prepares: boolean;
  readonly unknownEnumValues: UnknownEnumValues;
  /** Prisma's compiler of queries, once it is connected. */
  readonly compiler: () => QueryCompiler | undefined;
  /** The connection of a transaction, by the id that Prisma gives it. */
  readonly transactions: Transactions;
  /** How results of raw queries are read before Prisma has them. */
  readonly parserOf: ParserOf;
}

interface QueryCompiler {
  compile(query: string): PlanNode;
}

/** How many calls were answered here, and how many by Prisma. */
export interface FastPathCounts {
  fast: number;
  slow: number;
  /** Failed here, and asked of Prisma for its error. */
  replayed: number;
}

/** The answer of the fast path, which Prisma's own mapping must not touch. */
const FAST = Symbol('fast');

/** Plans that are kept; a service has some hundred shapes of calls. */
const MOST_PLANS = 1_000;
/** The longest query of a `createMany` whose plan is kept. */
const LONGEST_KEPT = 4_000;

/**
 * Answers calls of a Prisma client from the plans of Prisma's compiler, without
 * Prisma's interpreter, adapter and protocol. What it does not know goes the
 * usual way, and so does every error: Prisma makes it.
 *
 * What `pnpm bench:node` measures and Prisma still answers: an `upsert` whose filter has
 * another key than its row, of which the plan is several statements with a validation
 * between them, and the COMMIT of a transaction. Many-to-many is answered here
 * and twice as fast as by Prisma; relations over several columns are not, whose IN is one
 * of tuples.
 */
export function installFastPath(client: Client, options: FastPathOptions): FastPathCounts {
  const { _engine: engine, _engineConfig: config, _requestHandler: handler } = client;
  const counts: FastPathCounts = { fast: 0, slow: 0, replayed: 0 };
  const runOptions: RunOptions = {
    prepareValue: driversPrepareValue(),
    onStatement: config.logQueries ? queryEvents(client) : undefined,
  };
  const onPool = runOnPool(options.pool, options.prepares, runOptions);
  const runFor = (transaction: string | undefined): Run | undefined => {
    if (transaction === undefined) return onPool;
    const connection = options.transactions.of(transaction);
    if (connection === undefined) return undefined;
    const run = runOnTransaction(connection, options.prepares, runOptions);
    // Between two statements of a call its timeout may end it: the connection is then nobody's, or another's.
    return async (statement, scope, reader) => {
      if (options.transactions.of(transaction) === connection) return run(statement, scope, reader);
      throw new Error('The transaction has ended.');
    };
  };
  const plans = plansOf(client, options);
  beginThrough(engine, options.transactions);

  /** Whether everything goes the usual way for now: queries are traced or commented. */
  const isAsleep = (): boolean =>
    config.tracingHelper.isEnabled() || Boolean(config.sqlCommenters?.length);

  const readiness = readinessOf(engine);

  /**
   * The result by way of `finish`, or what Prisma says: {@link MISS} and errors are for
   * it to tell. A lost connection costs a read one more try.
   */
  const answer: Learner['answer'] = (plan, values, transaction, prisma, finish, mayLose = true) => {
    const again = (mayLoseAgain: boolean): Promise<unknown> =>
      answer(plan, values, transaction, prisma, finish, mayLoseAgain);
    if (!readiness.isReady) return readiness.start().then(() => again(mayLose));
    const run = runFor(transaction);
    if (run === undefined) return usual(prisma);
    const replay = (found: Replay): Promise<unknown> => {
      counts.replayed += 1;
      return prisma(found);
    };
    return plan.answer(run, values).then(
      (result) => {
        if (result === MISS) return replay({});
        counts.fast += 1;
        return finish(result);
      },
      (error: unknown) => {
        if (error instanceof Undecoded) return replay(error.found);
        if (error instanceof Unsupported && plan.isRead) return usual(prisma);
        if (transaction !== undefined) {
          const connection = options.transactions.of(transaction);
          if (connection === undefined) return replay({ error });
          const failed = (): Promise<unknown> => replay({ error });
          if (mayLose && !connection.isOpen && isLost(error))
            return connection.move().then(() => again(false), failed);
          return renewed(error)
            ? connection.beginAnew().then(() => again(mayLose), failed)
            : failed();
        }
        if (renewed(error)) return again(mayLose);
        const mayAskAgain = plan.mayAskAgain?.(error) ?? (plan.isRead && isLost(error));
        if (!mayLose || !mayAskAgain) return replay({ error });
        return options.pool.dropLost().then(() => again(false));
      },
    );
  };
  const usual = (prisma: Prisma): Promise<unknown> => {
    counts.slow += 1;
    return prisma();
  };

  const calls = new PerQuery<KnownCall>();
  const send = handler.request.bind(handler);
  handler.request = (params) => {
    calls.note(params.protocolQuery);
    return send(params);
  };
  const request = engine.request.bind(engine);
  engine.request = async (query: JsonQuery, requestOptions: EngineOptions) => {
    const prisma: Prisma = (found) =>
      found === undefined
        ? request(query, requestOptions)
        : replays.run(found, () => request(query, requestOptions));
    const { found, isPrismas, learn }: KnownCall = calls.of(query) ?? {};
    if (found !== undefined) return prisma(found);
    const mayAnswer = query.modelName !== undefined && !isPrismas && !isAsleep();
    if (!mayAnswer) return usual(prisma);
    const { parameterizedQuery, placeholderValues } = engine.parameterize(query);
    const key = JSON.stringify(parameterizedQuery);
    // What the plan of many rows is depends on which of their values are equal: there would be ever more.
    const plan = await plans.get(key, query.action !== 'createMany' || key.length <= LONGEST_KEPT);
    learn?.(plan, placeholderValues, key);
    if (plan === undefined) return usual(prisma);
    const transaction = requestOptions.interactiveTransaction?.id;
    return answer(plan, placeholderValues, transaction, prisma, (result) => ({
      [FAST]: true,
      result,
    }));
  };
  const requestBatch = engine.requestBatch.bind(engine);
  engine.requestBatch = (queries, { transaction, ...batchOptions }) => {
    if (!queries.some((query) => calls.of(query)?.found)) {
      counts.slow += queries.length;
      return requestBatch(queries, { transaction, ...batchOptions });
    }
    const interactiveTransaction = transaction?.kind === 'itx' ? transaction.options : undefined;
    const one = { ...batchOptions, ...(interactiveTransaction && { interactiveTransaction }) };
    return Promise.all(queries.map((query) => engine.request(query, one).catch((error) => error)));
  };
  keepAnswers(handler);
  const learner: Learner = {
    answer,
    isAsleep,
    ask: (call, prisma) => calls.run(call, prisma),
  };
  shortCut(client, learner, options.parserOf);
  return counts;
}

/** Whether Prisma's engine is connected, without a promise for each call. After a disconnect it connects again. */
function readinessOf(engine: Engine): {
  readonly isReady: boolean;
  readonly start: () => Promise<void>;
} {
  const stop = engine.stop.bind(engine);
  let stops = 0;
  const readiness = {
    isReady: false,
    start: async () => {
      const before = stops;
      await engine.start();
      readiness.isReady = stops === before;
    },
  };
  engine.stop = () => {
    stops += 1;
    readiness.isReady = false;
    return stop();
  };
  return readiness;
}

interface Plans {
  /** Undefined for one that Prisma runs itself. */
  readonly get: (query: string, isKept: boolean) => Promise<Compiled | undefined>;
}

function plansOf({ _engine: engine }: Client, options: FastPathOptions): Plans {
  const known = new Map<string, Compiled | undefined>();
  return {
    get: async (query, isKept) => {
      const found = known.get(query);
      if (found !== undefined || known.has(query)) return found;
      // Makes the compiler.
      await engine.start();
      const compiler = options.compiler();
      if (compiler === undefined) return undefined;
      const plan = compiled(compiler, query, options.unknownEnumValues);
      if (isKept && known.size < MOST_PLANS) known.set(query, plan);
      return plan;
    },
  };
}

function compiled(
  compiler: QueryCompiler,
  query: string,
  unknownEnumValues: UnknownEnumValues,
): Compiled | undefined {
  try {
    return compilePlan(
      hearingNoPanic(() => compiler.compile(query)),
      unknownEnumValues,
    );
  } catch {
    // What the compiler refuses, Prisma refuses in its own words.
    return undefined;
  }
}

/** Has the connection of each transaction known by the id that Prisma gives it. */
function beginThrough(engine: Engine, transactions: Transactions): void {
  const transaction = engine.transaction.bind(engine);
  engine.transaction = async (action, headers, info) =>
    action === 'start'
      ? transactions.begin(
          () => transaction(action, headers, info) as Promise<{ readonly id: string }>,
        )
      : transaction(action, headers, info);
}

/** Prisma maps an answer of its engine; what is an answer already is only unpacked. */
function keepAnswers(handler: RequestHandler): void {
  const map = handler.mapQueryEngineResult.bind(handler);
  handler.mapQueryEngineResult = (params, response) => {
    if (response === null || typeof response !== 'object' || !(FAST in response))
      return map(params, response);
    let data = (response as unknown as { readonly result: unknown }).result;
    // The path of a fluent call: `select`, field, `select`, field.
    for (let at = 1; at < params.dataPath.length; at += 2) {
      const field = params.dataPath[at] ?? '';
      data = data === null ? null : (data as Record<string, unknown>)[field];
    }
    return params.unpacker ? params.unpacker(data) : data;
  };
}

function queryEvents({ _engineConfig: config }: Client): OnStatement {
  return (query, values, started) => {
    config.logEmitter.emit('query', {
      timestamp: new Date(performance.timeOrigin + started),
      duration: performance.now() - started,
      query,
      params: JSON.stringify(values),
      target: 'ClientEngine',
    });
  };
}

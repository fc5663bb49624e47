import { identityOf, shapeOf } from './call-shape.ts';
import { type KnownCall, type Learn, PRISMAS, type Prisma, USUAL, type Way } from './call-way.ts';
import type { Compiled } from './compile-plan.ts';
import { CreateManyCalls } from './create-many.ts';
import { OneTick } from './one-tick.ts';
import type { Scope } from './plan.ts';
import type { Client, RequestParams } from './prisma-internals.ts';
import { rawCall } from './raw-call.ts';
import type { ParserOf } from './raw-values.ts';

/** Answers a call whose plan is known, and tells what is to be known of others. */
export interface Learner {
  readonly answer: (
    plan: Compiled,
    values: Record<string, unknown>,
    transaction: string | undefined,
    prisma: Prisma,
    /** What becomes of a result; what Prisma answers is complete. */
    finish: (result: unknown) => unknown,
    /** Whether a read whose connection is lost is tried once more. Default: true. */
    mayLose?: boolean,
  ) => Promise<unknown>;
  /** Whether everything goes the usual way for now: queries are traced or commented. */
  readonly isAsleep: () => boolean;
  /** Has Prisma answer a call, with something that is known of it. */
  readonly ask: (call: KnownCall, prisma: () => Promise<unknown>) => Promise<unknown>;
}

/** What is known of the calls of one shape. */
type Known =
  /** Where each value of the plan comes from: the place of a leaf, or a constant. */
  | { readonly kind: 'plan'; readonly plan: Compiled; readonly sources: readonly Source[] }
  /** Some leaves are part of the plan: what they are belongs to the shape. */
  | { readonly kind: 'literals'; readonly places: readonly number[]; readonly variants: number }
  /** A value of the plan is not among the leaves. */
  | { readonly kind: 'varied' }
  /** It has no plan that is answered here. */
  | { readonly kind: 'prisma' };

type Source = readonly [name: string, place: number | undefined, constant: unknown];

/** Calls with a plan of one model. */
const ACTIONS: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'create',
  'update',
  'updateMany',
  'upsert',
  'delete',
  'deleteMany',
  'count',
]);

/** Shapes that are kept for a client, or for one with the same extensions. */
const MOST_SHAPES = 2_000;
/** How many of them may be of one shape with other parts of its plan. */
const MOST_VARIANTS = 100;

/**
 * Answers calls before Prisma serialises their arguments, by the shape of these:
 * keys and the types of their values. What the plan of a shape is, and which value
 * goes where in it, is learned from a call that went the usual way.
 */
export function shortCut(client: Client, learner: Learner, parserOf: ParserOf): void {
  const usual = client._executeRequest;
  const createMany = new CreateManyCalls(client._runtimeDataModel);
  const shapesOf = new WeakMap<object, Map<string, Known>>();
  const uniques = new OneTick(false);
  const ticks = new WeakMap<object, OneTick>();
  const tickOf = (transaction: object): OneTick => {
    let tick = ticks.get(transaction);
    if (tick === undefined) {
      tick = new OneTick(true);
      ticks.set(transaction, tick);
    }
    return tick;
  };

  client._executeRequest = function executeRequest(this: Client, params) {
    const prisma = (): Promise<unknown> => usual.call(this, params);
    if (learner.isAsleep()) return prisma();
    const { transaction } = params;
    const way = wayOf(this, params);
    const { plan, values = {}, call } = way;
    const ask = call === undefined ? prisma : () => learner.ask(call, prisma);
    const alone = plan && (() => answered(params, plan, values, prisma));
    if (transaction?.kind === 'itx') {
      const together = (): Promise<unknown> => learner.ask(PRISMAS, prisma);
      return tickOf(transaction).run({ alone, together, prisma: ask });
    }
    // Those of a batch are in one with each other alone.
    if (transaction === undefined && params.action.startsWith('findUnique'))
      return uniques.run({ alone, together: prisma, prisma: ask });
    return alone === undefined ? ask() : alone();
  };

  function answered(
    { transaction, unpacker = same }: RequestParams,
    plan: Compiled,
    values: Record<string, unknown>,
    prisma: () => Promise<unknown>,
  ): Promise<unknown> {
    const replay: Prisma = (found) =>
      found === undefined ? prisma() : learner.ask({ found }, prisma);
    return learner.answer(plan, values, transaction?.id, replay, unpacker);
  }

  function wayOf({ _extensions: extensions }: Client, params: RequestParams): Way {
    if (!isAlone(params)) return USUAL;
    if (params.action === 'queryRaw' || params.action === 'executeRaw')
      return { plan: rawCall(params, parserOf) };
    if (params.action === 'createMany') return createMany.wayOf(params);
    if (!isAnswered(params)) return USUAL;
    const leaves: unknown[] = [];
    const shape = shapeOf(params.args, leaves);
    if (shape === undefined) return USUAL;
    let shapes = shapesOf.get(extensions);
    if (shapes === undefined) {
      shapes = new Map();
      shapesOf.set(extensions, shapes);
    }
    let key = `${params.model}.${params.action}${shape}`;
    const hasPattern = params.action === 'upsert';
    if (hasPattern) key += patternOf(leaves);
    let known = shapes.get(key);
    if (known?.kind === 'literals') known = shapes.get(key + literalsOf(known.places, leaves));
    if (known === undefined) {
      const learn = learningOf(shapes, key, leaves, hasPattern);
      return learn === undefined ? USUAL : { call: { learn } };
    }
    if (known.kind === 'prisma') return { call: PRISMAS };
    if (known.kind !== 'plan') return USUAL;
    const { plan, sources } = known;
    const values: Record<string, unknown> = {};
    for (const [name, place, constant] of sources)
      values[name] = place === undefined ? constant : leaves[place];
    return { plan, values };
  }
}

/** Whether it is a call of its own: none of a batch, or of a path of others. */
function isAlone({ dataPath, transaction, customDataProxyFetch }: RequestParams): boolean {
  return (
    dataPath.length === 0 && transaction?.kind !== 'batch' && customDataProxyFetch === undefined
  );
}

function isAnswered({ action, model, argsMapper }: RequestParams): boolean {
  return (
    model !== undefined && ACTIONS.has(action) && (argsMapper === undefined || action === 'count')
  );
}

const same = (result: unknown): unknown => result;

/** Undefined for a call that nothing can be learned from. */
function learningOf(
  shapes: Map<string, Known>,
  key: string,
  leaves: readonly unknown[],
  hasPattern: boolean,
): Learn | undefined {
  if (shapes.size >= MOST_SHAPES) return undefined;
  const texts = leaves.map(identityOf);
  // Of equal leaves nobody can tell which value is which, unless they always are. Another call will differ.
  if (!hasPattern && new Set(texts).size < texts.length) return undefined;
  return (plan, values, query) => {
    if (hasPattern && !areAllValues(texts, values, query)) return;
    const sources = Object.entries(values).map(([name, value]): Source => {
      const place = texts.indexOf(identityOf(value));
      return [name, place < 0 ? undefined : place, value];
    });
    const used = new Set(sources.map(([, place]) => place));
    const places = leaves
      .map((_, place) => place)
      .filter((place) => !used.has(texts.indexOf(texts[place] as string)));
    const found: Known = plan === undefined ? { kind: 'prisma' } : { kind: 'plan', plan, sources };
    if (places.length > 0) {
      const known = shapes.get(key);
      const variants = known?.kind === 'literals' ? known.variants + 1 : 1;
      if (variants > MOST_VARIANTS) return;
      shapes.set(key, { kind: 'literals', places, variants });
      shapes.set(key + literalsOf(places, leaves), found);
    } else {
      // A value that is no leaf may be different the next time; the two booleans are in the shape.
      const isKnown = sources.every(
        ([, place, value]) => place !== undefined || typeof value === 'boolean',
      );
      shapes.set(key, plan === undefined || isKnown ? found : { kind: 'varied' });
    }
  };
}

/**
 * Which leaves are equal, by their places. Whether an `upsert` is one statement or several
 * is decided by that.
 */
function patternOf(leaves: readonly unknown[]): string {
  const texts = leaves.map(identityOf);
  return texts.map((text) => texts.indexOf(text)).join();
}

/** Whether each of the leaves that are equal is a value of the plan: one may be a part of it. */
function areAllValues(texts: readonly string[], values: Scope, query: string): boolean {
  const found = [...query.matchAll(/"\$type":"Param","value":\{"name":"([^"]+)"/g)].map(
    ([, name = '']) => identityOf(values[name]),
  );
  const countOf = (all: readonly string[], text: string): number =>
    all.filter((one) => one === text).length;
  return texts.every(
    (text) => countOf(texts, text) === 1 || countOf(texts, text) === countOf(found, text),
  );
}

function literalsOf(places: readonly number[], leaves: readonly unknown[]): string {
  return JSON.stringify(places.map((place) => identityOf(leaves[place])));
}

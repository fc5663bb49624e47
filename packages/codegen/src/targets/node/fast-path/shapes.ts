import type { Compiled } from './compile-plan.ts';
import type { Scope } from './plan.ts';
import type { Client, RequestParams } from './prisma-internals.ts';
import type { Replay } from './replays.ts';

/** Has Prisma answer a call; with a replay, say what is wrong with one that has run. */
export type Prisma = (found?: Replay) => Promise<unknown>;

/** Told of the plan of a call, and of the values that Prisma found in it. */
export type Learn = (plan: Compiled | undefined, values: Scope) => void;

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
  readonly learn: (learn: Learn, prisma: () => Promise<unknown>) => Promise<unknown>;
  readonly replay: (found: Replay, prisma: () => Promise<unknown>) => Promise<unknown>;
}

/** What is known of the calls of one shape. */
type Known =
  /** Where each value of the plan comes from: the place of a leaf, or a constant. */
  | { readonly kind: 'plan'; readonly plan: Compiled; readonly sources: readonly Source[] }
  /** Some leaves are part of the plan: what they are belongs to the shape. */
  | { readonly kind: 'literals'; readonly places: readonly number[] }
  | { readonly kind: 'prisma' };

type Source = readonly [name: string, place: number | undefined, constant: unknown];

/** Calls with a plan of one model; `upsert` may run as one statement or as several. */
const ACTIONS: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'create',
  'createMany',
  'update',
  'updateMany',
  'delete',
  'deleteMany',
  'count',
]);

/** Shapes that are kept for a client, or for one with the same extensions. */
const MOST_SHAPES = 2_000;

/**
 * Answers calls before Prisma serialises their arguments, by the shape of these:
 * keys and the types of their values. What the plan of a shape is, and which value
 * goes where in it, is learned from a call that went the usual way.
 */
export function shortCut(client: Client, learner: Learner): void {
  const usual = client._executeRequest;
  const shapesOf = new WeakMap<object, Map<string, Known>>();
  const uniques = new UniqueReads();

  client._executeRequest = function executeRequest(this: Client, params) {
    const prisma = (): Promise<unknown> => usual.call(this, params);
    if (!isAnswered(params) || learner.isAsleep()) return prisma();
    const leaves: unknown[] = [];
    const shape = shapeOf(params.args, leaves);
    if (shape === undefined) return prisma();
    let shapes = shapesOf.get(this._extensions);
    if (shapes === undefined) {
      shapes = new Map();
      shapesOf.set(this._extensions, shapes);
    }
    const key = `${params.model}.${params.action}${shape}`;
    let known = shapes.get(key);
    if (known?.kind === 'literals') known = shapes.get(key + literalsOf(known.places, leaves));
    if (known === undefined) {
      const learn = learningOf(shapes, key, leaves);
      return learn === undefined ? prisma() : learner.learn(learn, prisma);
    }
    if (known.kind !== 'plan') return prisma();
    const { plan, sources } = known;
    const values: Record<string, unknown> = {};
    for (const [name, place, constant] of sources)
      values[name] = place === undefined ? constant : leaves[place];
    const { transaction, unpacker = same } = params;
    const replay: Prisma = (found) =>
      found === undefined ? prisma() : learner.replay(found, prisma);
    const answer = (): Promise<unknown> =>
      learner.answer(plan, values, transaction?.id, replay, unpacker);
    return params.action.startsWith('findUnique') && transaction === undefined
      ? uniques.run(answer, prisma)
      : answer();
  };
}

function isAnswered({
  action,
  model,
  dataPath,
  transaction,
  customDataProxyFetch,
  argsMapper,
}: RequestParams): boolean {
  return (
    model !== undefined &&
    ACTIONS.has(action) &&
    dataPath.length === 0 &&
    transaction?.kind !== 'batch' &&
    customDataProxyFetch === undefined &&
    (argsMapper === undefined || action === 'count')
  );
}

const same = (result: unknown): unknown => result;

/**
 * Prisma makes one query of those of one tick, and words its errors for that. One alone
 * is answered here, several are Prisma's.
 */
class UniqueReads {
  #waiting: { readonly alone: () => void; readonly together: () => void }[] = [];

  run(answer: () => Promise<unknown>, prisma: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const length = this.#waiting.push({
        alone: () => void answer().then(resolve, reject),
        together: () => void prisma().then(resolve, reject),
      });
      if (length === 1) process.nextTick(this.#endTick);
    });
  }

  readonly #endTick = (): void => {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length === 1) waiting[0]?.alone();
    else for (const one of waiting) one.together();
  };
}

/** Undefined for a call that nothing can be learned from. */
function learningOf(
  shapes: Map<string, Known>,
  key: string,
  leaves: readonly unknown[],
): Learn | undefined {
  const texts = leaves.map(identityOf);
  // Of equal leaves nobody can tell which value is which. Another call will differ.
  if (shapes.size >= MOST_SHAPES || new Set(texts).size < texts.length) return undefined;
  return (plan, values) => {
    if (plan === undefined) {
      shapes.set(key, { kind: 'prisma' });
      return;
    }
    const sources = Object.entries(values).map(([name, value]): Source => {
      const place = texts.indexOf(identityOf(value));
      return [name, place < 0 ? undefined : place, value];
    });
    const used = new Set(sources.map(([, place]) => place));
    const places = leaves.map((_, place) => place).filter((place) => !used.has(place));
    if (places.length > 0) {
      shapes.set(key, { kind: 'literals', places });
      shapes.set(key + literalsOf(places, leaves), { kind: 'plan', plan, sources });
    } else {
      // A value that is no leaf may be different the next time; the two booleans are in the shape.
      const isKnown = sources.every(
        ([, place, value]) => place !== undefined || typeof value === 'boolean',
      );
      shapes.set(key, isKnown ? { kind: 'plan', plan, sources } : { kind: 'prisma' });
    }
  };
}

function literalsOf(places: readonly number[], leaves: readonly unknown[]): string {
  return JSON.stringify(places.map((place) => identityOf(leaves[place])));
}

/** A value by what Prisma's protocol makes of it: numbers of any size and moments are texts there. */
function identityOf(value: unknown): string {
  return JSON.stringify(inProtocol(value));
}

function inProtocol(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  return value instanceof Date
    ? value.toISOString()
    : Array.isArray(value)
      ? value.map(inProtocol)
      : value;
}

/** How deep arguments may go. */
const DEEPEST = 10;

/** The shape of arguments, with their values in `leaves`; undefined where they are of a kind that Prisma has to look at. */
function shapeOf(value: unknown, leaves: unknown[], depth = 0): string | undefined {
  switch (typeof value) {
    case 'string':
      leaves.push(value);
      return 's';
    case 'number':
      leaves.push(value);
      // A number without a fraction may be an Int or too large for one.
      return !Number.isInteger(value) ? 'f' : Math.abs(value) <= 2_147_483_647 ? 'i' : 'I';
    case 'bigint':
      leaves.push(value);
      return 'b';
    case 'boolean':
      return value ? 'T' : 'F';
    case 'undefined':
      return 'u';
    case 'object':
      return objectShape(value, leaves, depth);
    default:
      return undefined;
  }
}

function objectShape(value: object | null, leaves: unknown[], depth: number): string | undefined {
  if (value === null) return 'n';
  if (depth > DEEPEST) return undefined;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) return undefined;
    leaves.push(value);
    return 'd';
  }
  if (Array.isArray(value)) return listShape(value, leaves);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  let shape = '{';
  for (const key of Object.keys(value)) {
    const inner = shapeOf((value as Record<string, unknown>)[key], leaves, depth + 1);
    if (inner === undefined) return undefined;
    // With its length, so that no key can be taken for a part of the shape.
    shape += `${key.length}.${key}:${inner},`;
  }
  return `${shape}}`;
}

/** A list of values of one type is one value. */
function listShape(list: readonly unknown[], leaves: unknown[]): string | undefined {
  const [first] = list;
  const type = typeof first;
  if (type !== 'string' && type !== 'number' && type !== 'bigint') return undefined;
  const isPlain = list.every(
    (item) =>
      typeof item === type &&
      (type !== 'number' || (Number.isInteger(item) && Math.abs(item as number) <= 2_147_483_647)),
  );
  if (!isPlain) return undefined;
  leaves.push(list);
  return `[${type}]`;
}

import {
  type DataModel,
  isOrdered,
  type ModelInfo,
  type RelationInfo,
  type ScalarInfo,
} from './data-model.ts';
import type { Random } from './random.ts';
import type { Values } from './values.ts';

export type Arguments = Readonly<Record<string, unknown>>;

/** Arguments of reads, of all shapes. */
export interface Reads {
  readonly where: (model: ModelInfo, depth?: number) => Arguments;
  readonly unique: (model: ModelInfo) => Arguments;
  /** `select`, `include` or `omit`. */
  readonly shown: (model: ModelInfo, depth?: number) => Arguments;
  /** Order, part and distinct; rows are in an order of their own only where all are told apart. */
  readonly page: (model: ModelInfo, isRoot?: boolean) => Arguments;
  readonly aggregate: (model: ModelInfo) => Arguments;
  readonly groupBy: (model: ModelInfo) => Arguments;
  readonly invalid: (model: ModelInfo) => Arguments;
  /** Arguments of a list of related rows. */
  readonly related: (relation: RelationInfo) => Arguments | true;
}

const NUMERIC = ['Int', 'BigInt', 'Float', 'Decimal'];
const COMPARABLE = [...NUMERIC, 'DateTime', 'String'];

export function createReads(random: Random, values: Values, { modelOf }: DataModel): Reads {
  const { pick, chance, below, some, times } = random;
  const { value, text, json, otherFieldOf } = values;
  const direction = (): string => pick(['asc', 'desc']);

  function filter(model: ModelInfo, field: ScalarInfo): unknown {
    const one = (): unknown => value(field);
    if (field.arity === 'list') {
      return pick([
        () => ({ has: one() }),
        () => ({ isEmpty: chance(0.5) }),
        () => ({ hasSome: [one(), one()] }),
        () => ({ hasEvery: [one()] }),
        () => ({ equals: times(below(3), one) }),
        () => ({ equals: null }),
      ])();
    }
    if (field.type === 'Json') return jsonFilter(field);
    const kinds = [
      one,
      one,
      one,
      () => ({ equals: one() }),
      () => ({ not: one() }),
      () => ({ not: { in: [one(), one()] } }),
      () => ({ in: times(below(4), one) }),
      () => ({ notIn: times(below(4), one) }),
      () => ({ equals: undefined }),
    ];
    if (COMPARABLE.includes(field.type)) {
      kinds.push(
        () => ({ gt: one() }),
        () => ({ lte: one(), gte: one() }),
        () => ({ lt: otherFieldOf(model, field) }),
        () => ({ equals: otherFieldOf(model, field) }),
      );
    }
    if (field.type === 'String') {
      const mode = (): object => (chance(0.3) ? { mode: 'insensitive' } : {});
      kinds.push(
        () => ({ contains: text(), ...mode() }),
        () => ({ startsWith: text(), ...mode() }),
        () => ({ endsWith: text(), not: { contains: text() } }),
        () => ({ equals: text(), mode: 'insensitive' }),
        () => ({ in: [text(), text()], mode: 'insensitive' }),
      );
    }
    if (field.arity === 'optional')
      kinds.push(
        () => null,
        () => ({ not: null }),
        () => ({ equals: null }),
      );
    return pick(kinds)();
  }

  function jsonFilter(field: ScalarInfo): unknown {
    const nulls = ['DbNull', 'JsonNull', 'AnyNull'] as const;
    const path = pick([['a'], ['a', '2', 'b'], ['0'], ['k:{'], ['b', 'c']]);
    return pick([
      () => ({ equals: json() }),
      () => ({ not: json() }),
      () => ({ [pick(['equals', 'not'])]: { own: 'null', name: pick(nulls) } }),
      () => ({ path, equals: json() }),
      () => ({
        path,
        [pick(['string_contains', 'string_starts_with', 'string_ends_with'])]: text(),
      }),
      () => ({
        path,
        [pick(['array_contains', 'array_starts_with', 'array_ends_with'])]: pick([
          1,
          [1],
          'a',
          ['a'],
        ]),
      }),
      () => ({ path, [pick(['gt', 'lte'])]: pick([0, 1.5, 'a']) }),
      () => ({ array_contains: ['a'] }),
      () => value(field),
    ])();
  }

  function where(model: ModelInfo, depth = 0): Arguments {
    const result: Record<string, unknown> = {};
    const share = Math.min(1.5 / model.scalars.length, 0.4);
    for (const field of some(model.scalars, share)) result[field.name] = filter(model, field);
    if (depth < 2 && chance(0.15)) {
      const inner = times(1 + below(2), () => where(model, depth + 1));
      result[pick(['AND', 'OR', 'NOT'])] = chance(0.8) ? inner : inner[0];
    }
    if (depth < 2 && chance(0.2) && model.relations.length > 0) {
      const relation = pick(model.relations);
      const inner = where(modelOf(relation.type), depth + 1);
      const kinds = [
        inner,
        { is: inner },
        { isNot: inner },
        ...(relation.arity === 'optional' ? [null, { is: null }] : []),
      ];
      result[relation.name] =
        relation.arity === 'list' ? { [pick(['some', 'every', 'none'])]: inner } : pick(kinds);
    }
    return result;
  }

  function key(model: ModelInfo): Arguments {
    const { name, fields } = pick(model.uniques);
    const values = Object.fromEntries(fields.map((field) => [field.name, value(field)]));
    return fields.length > 1 ? { [name]: values } : values;
  }

  function unique(model: ModelInfo): Arguments {
    return chance(0.1) ? { ...where(model, 2), ...key(model) } : key(model);
  }

  function shown(model: ModelInfo, depth = 0): Arguments {
    const kind = pick(['all', 'all', 'select', 'include', 'omit']);
    const relations = (share: number): Arguments =>
      Object.fromEntries(
        some(model.relations, share).map((relation) => [relation.name, nested(relation, depth)]),
      );
    const lists = model.relations.filter(({ arity }) => arity === 'list');
    const counts = (): object => {
      if (lists.length === 0 || chance(0.8)) return {};
      const counted = lists.map(({ name, type }) => [
        name,
        chance(0.5) ? true : { where: where(modelOf(type), 1) },
      ]);
      return { _count: chance(0.4) ? true : { select: Object.fromEntries(counted) } };
    };
    if (kind === 'select') {
      const select = {
        ...Object.fromEntries(some(model.scalars, 0.5).map(({ name }) => [name, chance(0.95)])),
        ...relations(0.3),
        ...counts(),
      };
      return Object.keys(select).length > 0 ? { select } : {};
    }
    if (kind === 'include') {
      const include = { ...relations(0.5), ...counts() };
      return Object.keys(include).length > 0 ? { include } : {};
    }
    if (kind === 'omit')
      return { omit: Object.fromEntries(some(model.scalars, 0.3).map(({ name }) => [name, true])) };
    return {};
  }

  function nested(relation: RelationInfo, depth: number): Arguments | true {
    const model = modelOf(relation.type);
    const { orderBy, ...part } = relation.arity === 'list' ? page(model, false) : {};
    const order = relation.arity === 'list' ? { orderBy, ...(chance(0.4) ? part : {}) } : {};
    const filtered = relation.arity === 'list' && chance(0.2) ? { where: where(model, 1) } : {};
    if (depth < 2 && chance(0.5)) return { ...shown(model, depth + 1), ...order, ...filtered };
    return relation.arity === 'list' ? { ...order, ...filtered } : true;
  }

  function page(model: ModelInfo, isRoot = true): Arguments {
    const ordered = model.scalars.filter(isOrdered);
    const last = model.uniques[0]?.fields ?? ordered;
    const first = (): Arguments => {
      const field = pick(ordered);
      if (field.arity === 'optional' && chance(0.4))
        return { [field.name]: { sort: direction(), nulls: pick(['first', 'last']) } };
      const relation = chance(0.15) ? pick([undefined, ...model.relations]) : undefined;
      if (relation === undefined) return { [field.name]: direction() };
      return relation.arity === 'list'
        ? { [relation.name]: { _count: direction() } }
        : {
            [relation.name]: {
              [pick(modelOf(relation.type).scalars.filter(isOrdered)).name]: direction(),
            },
          };
    };
    const result: Record<string, unknown> = {
      orderBy: [...(chance(0.4) ? [first()] : []), ...last.map(({ name }) => ({ [name]: 'asc' }))],
    };
    if (chance(0.4)) result.take = pick([0, 1, 2, 5, -1, -2]);
    if (chance(0.3)) result.skip = below(3);
    // With conditions besides, Prisma's compiler panics.
    if (chance(0.1)) result.cursor = key(model);
    if (isRoot && chance(0.1))
      result.distinct = chance(0.5)
        ? [pick(ordered).name]
        : some(ordered, 0.3).map(({ name }) => name);
    return result;
  }

  const named = (fields: readonly ScalarInfo[]): Arguments | undefined =>
    fields.length === 0 ? undefined : Object.fromEntries(fields.map(({ name }) => [name, true]));

  function functions(model: ModelInfo): Arguments {
    const numbers = model.scalars.filter(
      ({ type, arity }) => arity !== 'list' && NUMERIC.includes(type),
    );
    const compared = model.scalars.filter(
      ({ type, arity }) => arity !== 'list' && COMPARABLE.includes(type),
    );
    const result = {
      _count: pick([undefined, true, { _all: true, ...named(some(model.scalars, 0.3)) }]),
      _sum: named(some(numbers, 0.3)),
      _avg: named(
        some(
          numbers.filter(({ type }) => type !== 'Float'),
          0.3,
        ),
      ),
      _min: named(some(compared, 0.2)),
      _max: named(some(compared, 0.2)),
    };
    const given = Object.entries(result).filter(([, one]) => one !== undefined);
    return given.length === 0 ? { _count: true } : Object.fromEntries(given);
  }

  function aggregate(model: ModelInfo): Arguments {
    const { distinct, ...part } = chance(0.3) ? page(model) : {};
    return { ...(chance(0.6) ? { where: where(model) } : {}), ...part, ...functions(model) };
  }

  function groupBy(model: ModelInfo): Arguments {
    const field = pick(model.scalars.filter(isOrdered));
    const numbers = model.scalars.filter(
      ({ type, arity }) => arity !== 'list' && NUMERIC.includes(type),
    );
    const having =
      chance(0.2) && numbers.length > 0
        ? { having: { [pick(numbers).name]: { _min: { gt: 0 } } } }
        : {};
    return {
      by: [field.name],
      ...(chance(0.4) ? { where: where(model) } : {}),
      ...functions(model),
      ...having,
      orderBy: { [field.name]: direction() },
      ...(chance(0.2) ? { take: 2, skip: below(2) } : {}),
    };
  }

  const inOrder = (model: ModelInfo): Arguments => ({
    orderBy: (model.uniques[0]?.fields ?? []).map(({ name }) => ({ [name]: 'asc' })),
  });

  const invalid = (model: ModelInfo): Arguments =>
    pick<() => Arguments>([
      () => ({ where: { nope: 1 } }),
      () => ({ take: 'x' }),
      () => ({ select: {} }),
      () => ({ where: { [pick(model.scalars).name]: Symbol.iterator } }),
      () => ({ where: { [pick(model.scalars).name]: () => 1 } }),
      // To Prisma a filter with nothing in it: all rows are found.
      () => ({ where: { [pick(model.scalars).name]: new Map() }, ...inOrder(model) }),
      () => ({ where: null, ...inOrder(model) }),
      () => ({ select: { nope: true } }),
      () => ({ select: { [pick(model.scalars).name]: true }, include: {} }),
      () => ({ orderBy: { nope: 'asc' } }),
      () => ({ orderBy: { [pick(model.scalars).name]: 'up' } }),
      () => ({ cursor: {} }),
      () => ({ take: 1.5 }),
      () => ({ skip: -1 }),
    ])();

  return {
    where,
    unique,
    shown,
    page,
    aggregate,
    groupBy,
    invalid,
    related: (relation) => nested(relation, 1),
  };
}

import { type DataModel, isOrdered, type ModelInfo, type ScalarInfo } from './data-model.ts';
import type { Random } from './random.ts';
import { type Arguments, createReads, type Reads } from './reads.ts';
import { createValues, type OwnValue } from './values.ts';
import { createWrites } from './writes.ts';

/** One call of a client. */
export type Call =
  | {
      readonly kind: 'method';
      readonly model: string;
      readonly method: string;
      readonly args: Arguments | undefined;
      /** Of no call that a type would let through. */
      readonly isInvalid?: true;
    }
  /** `client.user.findUnique(...).posts(...)`, to any depth. */
  | {
      readonly kind: 'fluent';
      readonly model: string;
      readonly method: string;
      readonly args: Arguments;
      readonly path: readonly (readonly [field: string, args: Arguments | undefined])[];
    }
  | {
      readonly kind: 'raw';
      readonly method: '$queryRaw' | '$executeRaw';
      readonly sql: Extract<OwnValue, { own: 'sql' }>;
    }
  | {
      readonly kind: 'unsafe';
      readonly method: '$queryRawUnsafe' | '$executeRawUnsafe';
      readonly sql: string;
      readonly values: readonly unknown[];
    };

export interface Calls {
  readonly next: () => Call;
  readonly read: () => Call;
  /** Of a batch, which takes no fluent call. */
  readonly plain: () => Call;
  /** A row, so that others have something to refer to. */
  readonly row: (model: ModelInfo) => Call;
}

const READS = [
  'findUnique',
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'findMany',
  'findMany',
  'count',
  'aggregate',
  'groupBy',
];
const WRITES = [
  'create',
  'create',
  'create',
  'createMany',
  'createManyAndReturn',
  'update',
  'update',
  'update',
  'updateMany',
  'updateManyAndReturn',
  'upsert',
  'upsert',
  'delete',
  'deleteMany',
];

export function createCalls(random: Random, data: DataModel): Calls {
  const { pick, chance, times, below } = random;
  const values = createValues(random, data);
  const reads: Reads = createReads(random, values, data);
  const writes = createWrites(random, values, reads, data);
  const { where, unique, shown, page } = reads;
  const filtered = (model: ModelInfo): Arguments => (chance(0.2) ? {} : { where: where(model) });
  /** Rows that a write returns have no rows of relations in them. */
  const scalarsShown = (model: ModelInfo): Arguments => {
    const fields = Object.fromEntries(
      random.some(model.scalars, 0.5).map(({ name }) => [name, true]),
    );
    return Object.keys(fields).length > 0 ? { [pick(['select', 'omit'])]: fields } : {};
  };

  /** Of a key, so that few rows are deleted. */
  const keyFilter = (model: ModelInfo): Arguments =>
    Object.fromEntries(
      model.uniques[0]?.fields.map((field) => [field.name, values.value(field)]) ?? [],
    );

  /** A row whose key is that of the filter may be written by one statement. */
  function upserted(model: ModelInfo): Readonly<Record<'where' | 'create', Arguments>> {
    const where = unique(model);
    const created = writes.created(model, chance(0.5) ? 0 : undefined);
    const names = new Set(model.uniques.flatMap(({ fields }) => fields.map(({ name }) => name)));
    const key = Object.entries(where).flatMap(([name, value]): [string, unknown][] =>
      model.uniques.some((one) => one.name === name && one.fields.length > 1)
        ? Object.entries(value as object)
        : [[name, value]],
    );
    const isOneStatement = chance(0.7) && key.every(([name]) => names.has(name));
    return { where, create: isOneStatement ? { ...created, ...Object.fromEntries(key) } : created };
  }

  function argumentsOf(model: ModelInfo, method: string): Arguments | undefined {
    switch (method) {
      case 'create':
        return { data: writes.created(model), ...shown(model) };
      case 'createMany':
      case 'createManyAndReturn': {
        const made = times(below(4), () => writes.created(model, 0));
        const rows = chance(0.6) ? alike(made) : made;
        return {
          data: rows.length === 1 && chance(0.5) ? rows[0] : rows,
          ...(chance(0.5) ? { skipDuplicates: true } : {}),
          ...(method === 'createMany' ? {} : scalarsShown(model)),
        };
      }
      case 'update':
        return { where: unique(model), data: writes.changed(model), ...shown(model) };
      case 'updateMany':
      case 'updateManyAndReturn':
        return {
          ...filtered(model),
          data: writes.changed(model, 0),
          ...(method === 'updateMany' ? {} : scalarsShown(model)),
        };
      case 'upsert':
        return {
          ...upserted(model),
          update: chance(0.2) ? {} : writes.changed(model),
          ...shown(model),
        };
      case 'delete':
        return { where: unique(model), ...shown(model) };
      case 'deleteMany':
        return chance(0.97) ? { where: { ...where(model), ...keyFilter(model) } } : {};
      case 'findUnique':
      case 'findUniqueOrThrow':
        return { where: unique(model), ...shown(model) };
      case 'count': {
        const { distinct: _, ...part } = chance(0.3) ? page(model) : {};
        const select = { _all: true, [pick(model.scalars).name]: true };
        return chance(0.1)
          ? undefined
          : { ...filtered(model), ...part, ...(chance(0.3) ? { select } : {}) };
      }
      case 'aggregate':
        return reads.aggregate(model);
      case 'groupBy':
        return reads.groupBy(model);
      default:
        return { ...filtered(model), ...page(model), ...shown(model) };
    }
  }

  function method(models: readonly ModelInfo[], methods: readonly string[]): Call {
    const model = pick(models);
    const name = pick(model.isView ? methods.filter((one) => READS.includes(one)) : methods);
    if (name === undefined) return read();
    return { kind: 'method', model: model.accessor, method: name, args: argumentsOf(model, name) };
  }

  const read = (): Call => method(data.models, READS);
  const row = (model: ModelInfo): Call => ({
    kind: 'method',
    model: model.accessor,
    method: 'create',
    args: { data: writes.created(model, 0) },
  });

  function fluent(): Call {
    let model = pick(
      data.models.filter(({ relations, uniques }) => relations.length > 0 && uniques.length > 0),
    );
    if (model === undefined) return read();
    const first = model;
    const path: (readonly [string, Arguments | undefined])[] = [];
    do {
      const relation = pick(model.relations);
      const args = reads.related(relation);
      path.push([relation.name, args === true ? undefined : args]);
      if (relation.arity === 'list') break;
      model = data.modelOf(relation.type);
    } while (chance(0.4) && model.relations.length > 0);
    const isUnique = chance(0.7);
    return {
      kind: 'fluent',
      model: first.accessor,
      method: isUnique ? pick(['findUnique', 'findUniqueOrThrow']) : 'findFirst',
      args: isUnique
        ? { where: unique(first) }
        : { ...filtered(first), orderBy: page(first).orderBy },
      path,
    };
  }

  function raw(): Call {
    const model = pick(data.models);
    const order = pick(model.scalars.filter(isOrdered));
    const column = quoted(order);
    const total = [order, ...(model.uniques[0]?.fields ?? model.scalars.filter(isOrdered))];
    const statements: (() => readonly [texts: readonly string[], values: readonly unknown[]])[] = [
      () => [[`SELECT * FROM ${model.table} ORDER BY ${total.map(quoted).join()}`], []],
      () => [
        [`SELECT count(*), max(${column}::text) FROM ${model.table} WHERE ${column}::text > `, ''],
        [values.text()],
      ],
      () => [
        ['SELECT ', '::int + 1 AS n, ', '::text AS t'],
        [below(9), values.text()],
      ],
      () => [['SELECT ', ' AS v'], [values.parameter()]],
      () => [['SELECT ', '::timestamptz AS z'], [new Date('2026-01-12T01:02:11.250Z')]],
      () => [
        ['SELECT n FROM (VALUES (1), (2), (3)) AS t(n) WHERE n IN (', ') ORDER BY n'],
        [{ own: 'join', values: [1, 3, below(5)] }],
      ],
      () => [['SELECT ', ''], [{ own: 'sql', texts: ['1 + ', '::int AS x'], values: [1] }]],
      () => [
        [
          "SELECT now() > '2020-01-01' AS later, NULL AS nothing, '{1,2}'::int[] AS list, 1.50::numeric AS n, 1::float8 / 3 AS f, 2::bigint AS b, '{\"a\": 1}'::jsonb AS j, '12:00:00.5'::time AS t, '2024-02-29'::date AS d, '2024-02-29 12:00:00.123456+00'::timestamptz AS z, '\\x00ff'::bytea AS y, '10.0.0.1'::inet AS i, '1 day'::interval AS v, 'a'::char AS c, '{a,NULL}'::text[] AS l",
        ],
        [],
      ],
      () => [['SELEC 1'], []],
      () => [['SELECT * FROM nowhere'], []],
      () => [['SELECT 1 / ', '::int'], [0]],
      () => [['SELECT ', '::int'], ['x']],
    ];
    const changes: typeof statements = [
      () => [
        [`UPDATE ${model.table} SET ${column} = ${column} WHERE ${column}::text = `, ''],
        [values.text()],
      ],
      () => [[`DELETE FROM ${model.table} WHERE ${column}::text = `, ''], [values.text()]],
    ];
    const isQuery = chance(0.75);
    const [texts, given] = pick(isQuery || model.isView ? statements : changes)();
    if (chance(0.6) || given.some(isOwnSql)) {
      return {
        kind: 'raw',
        method: isQuery ? '$queryRaw' : '$executeRaw',
        sql: { own: 'sql', texts, values: given },
      };
    }
    return {
      kind: 'unsafe',
      method: isQuery ? '$queryRawUnsafe' : '$executeRawUnsafe',
      sql: texts.map((text, at) => (at === 0 ? text : `$${at}${text}`)).join(''),
      values: given,
    };
  }

  const plain = (): Call => {
    const way = below(100);
    if (way < 45) return read();
    if (way < 90) return method(data.models, WRITES);
    return raw();
  };

  const next = (): Call => {
    const way = below(100);
    if (way < 45) return read();
    if (way < 80) return method(data.models, WRITES);
    if (way < 86) return fluent();
    if (way < 94) return raw();
    const model = pick(data.models);
    return {
      kind: 'method',
      model: model.accessor,
      method: pick(READS),
      args: reads.invalid(model),
      isInvalid: true,
    };
  };

  return { next, read, plain, row };
}

function quoted({ dbName }: ScalarInfo): string {
  return `"${dbName.replaceAll('"', '""')}"`;
}

function isOwnSql(value: unknown): boolean {
  const own =
    value !== null && typeof value === 'object' ? (value as { own?: string }).own : undefined;
  return own === 'sql' || own === 'join';
}

/** Each with the fields of the first. */
function alike(rows: readonly Arguments[]): readonly Arguments[] {
  const [first = {}] = rows;
  return rows.map((row) => {
    const all = { ...first, ...row };
    return Object.fromEntries(Object.keys(first).map((name) => [name, all[name]]));
  });
}

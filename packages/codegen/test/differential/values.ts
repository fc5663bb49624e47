import type { DataModel, ModelInfo, ScalarInfo } from './data-model.ts';
import type { Random } from './random.ts';

/** A value that each client has a class of its own for. */
export type OwnValue =
  | { readonly own: 'decimal'; readonly text: string }
  | { readonly own: 'null'; readonly name: 'DbNull' | 'JsonNull' | 'AnyNull' }
  | { readonly own: 'field'; readonly model: string; readonly name: string }
  | { readonly own: 'sql'; readonly texts: readonly string[]; readonly values: readonly unknown[] }
  | { readonly own: 'join'; readonly values: readonly unknown[] };

/** The arguments with the values of a client's own classes in them. */
export function ownValues(value: unknown, client: OwnClient): unknown {
  if (Array.isArray(value)) return value.map((item) => ownValues(item, client));
  if (value === null || typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  if (!Object.hasOwn(value, 'own')) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, ownValues(inner, client)]),
    );
  }
  const own = value as OwnValue;
  const { Prisma } = client;
  switch (own.own) {
    case 'decimal':
      return new Prisma.Decimal(own.text);
    case 'null':
      return Prisma[own.name];
    case 'field':
      return client.fieldsOf(own.model)[own.name];
    case 'sql':
      return Prisma.sql(own.texts, ...own.values.map((one) => ownValues(one, client)));
    case 'join':
      return Prisma.join(own.values.map((one) => ownValues(one, client)));
  }
}

/** What of a client's package makes values. */
export interface OwnClient {
  readonly Prisma: {
    readonly Decimal: new (text: string) => object;
    readonly DbNull: unknown;
    readonly JsonNull: unknown;
    readonly AnyNull: unknown;
    readonly sql: (texts: readonly string[], ...values: readonly unknown[]) => unknown;
    readonly join: (values: readonly unknown[]) => unknown;
  };
  readonly fieldsOf: (model: string) => Readonly<Record<string, unknown>>;
}

const TEXTS = [
  '',
  'a',
  'b',
  'x y',
  'Ünïcödé 🐘',
  "it's",
  '"q"',
  'back\\slash',
  '100%',
  '_',
  'null',
  '\n',
  '$1',
];
const JSONS: readonly unknown[] = [
  {},
  [],
  'text',
  '',
  1.5,
  -0,
  true,
  false,
  { a: [1, null, { b: 'x' }] },
  [1, 2],
  { 'k:{': '}' },
  { a: 'x', b: { c: null } },
  ['a', 'b'],
  1e21,
  { constructor: 1 },
];

function typeOf(field: ScalarInfo): string {
  return field.kind === 'enum' ? field.type : field.nativeType.name;
}

/** Values of fields, most of which fit. */
export interface Values {
  readonly value: (field: ScalarInfo) => unknown;
  /** With lists and JSON's nulls, as a write has it. */
  readonly written: (field: ScalarInfo) => unknown;
  readonly text: () => string;
  readonly json: () => unknown;
  /** What a raw statement is given. */
  readonly parameter: () => unknown;
  readonly otherFieldOf: (model: ModelInfo, field: ScalarInfo) => OwnValue | undefined;
}

export function createValues(random: Random, { enums }: DataModel): Values {
  const { pick, chance, below, times } = random;
  const text = (): string => pick(TEXTS) + (chance(0.3) ? String(below(20)) : '');
  const json = (): unknown => pick(JSONS);
  const moment = (): Date =>
    new Date(
      Date.UTC(
        pick([100, 1969, 2024, 2026, 9999]),
        below(12),
        1 + below(28),
        below(24),
        below(60),
        below(60),
        pick([0, 1, 120, 999]),
      ),
    );

  function value(field: ScalarInfo): unknown {
    if (field.kind === 'enum') return chance(0.02) ? 'NO_SUCH' : pick(enums.get(field.type) ?? []);
    const { name, args } = field.nativeType;
    if (chance(0.01)) return pick([undefined, 'x', 1.5, {}, new Date(Number.NaN), '\0']);
    switch (name) {
      case 'SmallInt':
      case 'Integer':
        if (field.isKeyOfRelation || field.isId) return 1 + below(8);
        return chance(0.03) ? pick([2147483648, 40000, 1.5]) : pick([0, 1, 2, 3, 7, -1, 32767]);
      case 'BigInt':
        if (field.isKeyOfRelation || field.isId) return pick([1n, 2n, 3n, 4, 5n]);
        return pick([0n, 1n, 2n, 9007199254740993n, -5n, 3, 9223372036854775807n]);
      case 'Real':
      case 'DoublePrecision':
        return pick([0, 1.5, -2.25, 1e20, 3, -0]);
      case 'Money':
        return pick(['12.34', '-1.50']);
      case 'Decimal':
        return pick(['0', '1.10', { own: 'decimal', text: '123.4500' }, 7, '-0.0001', 2.5]);
      case 'Boolean':
        return chance(0.5);
      case 'Date':
        return pick([new Date('2024-02-29'), moment(), '2024-02-29T00:00:00.000Z']);
      case 'Json':
      case 'JsonB':
        return json();
      case 'ByteA':
        return pick([new Uint8Array([0, 255, below(256)]), Buffer.from('é'), new Uint8Array()]);
      case 'Uuid':
        return `00000000-0000-4000-8000-00000000000${below(8)}`;
      case 'Inet':
        return pick(['10.0.0.1', '::1', '10.0.0.0/8']);
      case 'Bit':
        return pick(['101', '000']);
      case 'Char':
        return pick(['abc', 'a', '  b']);
      case 'VarChar': {
        const made = text();
        return chance(0.03) ? 'x'.repeat(100) : made.slice(0, args[0] ?? made.length);
      }
      default:
        if (field.type !== 'DateTime') return text();
        return chance(0.2) ? moment().toISOString() : moment();
    }
  }

  function written(field: ScalarInfo): unknown {
    if (field.arity === 'list') return times(below(4), () => value(field));
    if (field.type !== 'Json')
      return field.arity === 'optional' && chance(0.2) ? null : value(field);
    const nulls =
      field.arity === 'optional' ? (['JsonNull', 'DbNull'] as const) : (['JsonNull'] as const);
    return chance(0.25) ? { own: 'null', name: pick(nulls) } : value(field);
  }

  const parameter = (): unknown =>
    pick([
      () => below(100),
      () => pick([9007199254740993n, 5n]),
      text,
      () => chance(0.5),
      () => null,
      () => 1.5,
      () => ({ own: 'decimal', text: '1.2500' }),
      () => new Uint8Array([1, 2]),
      () => ['a', 'b'],
      () => [1, 2, 3],
      () => ({ a: 1 }),
    ])();

  const otherFieldOf = (model: ModelInfo, field: ScalarInfo): OwnValue | undefined => {
    // Of one type in the database, too: else the server refuses the statement, which Prisma sends even where it has no rows to look for.
    const others = model.scalars.filter(
      (one) => one.arity !== 'list' && typeOf(one) === typeOf(field),
    );
    return others.length === 0
      ? undefined
      : { own: 'field', model: model.accessor, name: pick(others).name };
  };

  return { value, written, text, json, parameter, otherFieldOf };
}

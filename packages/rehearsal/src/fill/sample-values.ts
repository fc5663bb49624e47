import type { ValueType } from './table-facts.ts';

/** Literals of a type, as PostgreSQL reads them from text. */
export interface SampleValues {
  /** Ordinary ones, another for each number as far as the type goes. */
  readonly plain: (n: number) => string;
  /** The least, emptiest or first. */
  readonly low: string;
  /** The greatest, longest or last. */
  readonly high: string;
  /** Others, for rows that a check refuses otherwise; some differ for each number. */
  readonly others: (n: number) => readonly string[];
}

/** What is known of a type; `undefined` where that is nothing (an extension's, a composite one). */
export function sampleValues(type: ValueType): SampleValues | undefined {
  if (type.element) return arrayValues(type.element);
  if (type.labels) return labelValues(type.labels);
  if (textTypes.has(type.name)) return textValues(type.length);
  if (type.name === 'numeric') return numericValues(type);
  if (type.name === 'bit' || type.name === 'varbit') return bitValues(type);
  return byName[type.name];
}

export const textTypes: ReadonlySet<string> = new Set([
  'text',
  'varchar',
  'bpchar',
  'citext',
  'name',
]);
export const numberTypes: ReadonlySet<string> = new Set([
  'int2',
  'int4',
  'int8',
  'numeric',
  'float4',
  'float8',
]);

const integers = (low: string, high: string): SampleValues => ({
  plain: String,
  low,
  high,
  others: () => ['0', '1', '-1', '10', '50', '100'],
});

const floats: SampleValues = {
  plain: (n) => `${n}.5`,
  low: '-1e30',
  high: '1e30',
  others: () => ['0', '0.5', '1', '-0.5', '100'],
};

/** Days from 2024-02-28, so that the leap day is among them. */
const day = (n: number): string =>
  new Date(Date.UTC(2024, 1, 28) + n * 86_400_000).toISOString().slice(0, 10);

const moments = (suffix: string): SampleValues => ({
  plain: (n) => `${day(n)} 13:14:15.678${suffix}`,
  low: `0001-01-01 00:00:00${suffix}`,
  high: `9999-12-31 23:59:59.999${suffix}`,
  others: () => [
    `1970-01-01 00:00:00${suffix}`,
    `2000-01-01 00:00:00${suffix}`,
    `2038-01-19 03:14:08${suffix}`,
  ],
});

const times = (suffix: string): SampleValues => ({
  plain: (n) => `13:14:${String(n % 60).padStart(2, '0')}${suffix}`,
  low: `00:00:00${suffix}`,
  high: `23:59:59.999${suffix}`,
  others: () => [`12:00:00${suffix}`],
});

const ranges = (of: (n: number) => string): SampleValues => ({
  plain: (n) => `[${of(n)},${of(n + 1)})`,
  low: 'empty',
  high: '(,)',
  others: () => [],
});

const documents: SampleValues = {
  plain: (n) =>
    `{"number": ${n}, "text": "ü \\"quoted\\"", "list": [1, null, true], "nested": {"a": 0.5}}`,
  low: '{}',
  high: '[]',
  others: () => ['null', '"text"', '0'],
};

const byName: Readonly<Record<string, SampleValues>> = {
  int2: integers('-32768', '32767'),
  int4: integers('-2147483648', '2147483647'),
  int8: integers('-9223372036854775808', '9223372036854775807'),
  oid: integers('0', '4294967295'),
  float4: floats,
  float8: floats,
  money: { plain: (n) => `${n}.50`, low: '-1.00', high: '1000000.00', others: () => ['0'] },
  bool: { plain: (n) => String(n % 2 === 0), low: 'false', high: 'true', others: () => [] },
  uuid: {
    plain: (n) => `3f2c8a52-6f0e-4bb7-9d5e-${n.toString(16).padStart(12, '0')}`,
    low: '00000000-0000-0000-0000-000000000000',
    high: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
    others: () => [],
  },
  date: {
    plain: day,
    low: '0001-01-01',
    high: '9999-12-31',
    others: () => ['1970-01-01', '2000-01-01'],
  },
  timestamp: moments(''),
  timestamptz: moments('+00'),
  time: times(''),
  timetz: times('+00'),
  interval: {
    plain: (n) => `${n} days 02:03:04`,
    low: '0',
    high: '100 years',
    others: () => ['1 hour'],
  },
  json: documents,
  jsonb: documents,
  bytea: {
    plain: (n) => `\\x00ff${n.toString(16).padStart(8, '0')}`,
    low: '\\x',
    high: `\\x${'ff'.repeat(64)}`,
    others: () => [],
  },
  inet: {
    plain: (n) => `10.0.${(n >> 8) & 255}.${n & 255}`,
    low: '0.0.0.0',
    high: 'ffff::1/64',
    others: () => [],
  },
  cidr: {
    plain: (n) => `10.${n & 255}.0.0/16`,
    low: '0.0.0.0/0',
    high: 'ffff::/64',
    others: () => [],
  },
  macaddr: {
    plain: (n) => `08:00:2b:01:02:${(n & 255).toString(16).padStart(2, '0')}`,
    low: '00:00:00:00:00:00',
    high: 'ff:ff:ff:ff:ff:ff',
    others: () => [],
  },
  xml: {
    plain: (n) => `<note n="${n}">ü</note>`,
    low: '<a/>',
    high: '<a><b/></a>',
    others: () => [],
  },
  tsvector: { plain: (n) => `'word${n}':1 'other':2`, low: '', high: `'last':3`, others: () => [] },
  tsquery: { plain: (n) => `'word${n}' & 'other'`, low: '', high: `!'last'`, others: () => [] },
  point: { plain: (n) => `(${n},0.5)`, low: '(0,0)', high: '(180,90)', others: () => [] },
  int4range: ranges(String),
  int8range: ranges(String),
  numrange: ranges(String),
  daterange: ranges(day),
  tsrange: ranges(day),
  tstzrange: ranges(day),
};

function textValues(length = Number.POSITIVE_INFINITY): SampleValues {
  // Shapes that patterns and lengths often ask for.
  const shapes = (n: number): readonly string[] => [
    ...['a', 'abc', 'ABC', 'EUR', 'en', 'US', '2024-02-29', '#a0b1c2', '1.0.0', 'Aa1!aaaa'],
    ...[`${n}`, `sample-${n}`, `sample${n}@example.com`, `https://example.com/${n}`, `+1555${n}`],
  ];
  return {
    // The number stands first, so that a short column keeps it.
    plain: (n) => `${n.toString(36)} sample 'ü' "\\" %`.slice(0, length).trimEnd(),
    low: '',
    high: 'x'.repeat(Math.min(length, 1000)),
    others: (n) => shapes(n).filter((shape) => shape.length <= length),
  };
}

function labelValues(labels: readonly string[]): SampleValues | undefined {
  const [low] = labels;
  const high = labels.at(-1);
  if (low === undefined || high === undefined) return undefined;
  return { plain: (n) => labels[n % labels.length] ?? low, low, high, others: () => labels };
}

function numericValues({ precision, scale = 0 }: ValueType): SampleValues {
  const base = { low: '0', others: () => ['0', '1', '-1', '0.5', '10', '100'] };
  if (precision === undefined) {
    return { ...base, plain: (n) => `${n}.25`, high: '12345678901234567890.123456789' };
  }
  const whole = precision - scale;
  const digits = '9'.repeat(precision);
  const high =
    scale <= 0
      ? digits
      : `${digits.slice(0, Math.max(0, whole)) || '0'}.${'9'.repeat(scale).slice(0, precision)}`;
  return {
    ...base,
    plain: (n) => (whole > 0 ? String(n % 10 ** Math.min(whole, 15)) : `0.${n % 10}`),
    high,
  };
}

function bitValues({ name, length = 1 }: ValueType): SampleValues {
  const plain = (n: number): string => n.toString(2).padStart(length, '0').slice(-length);
  return {
    plain,
    low: name === 'bit' ? '0'.repeat(length) : '',
    high: '1'.repeat(length),
    others: () => [],
  };
}

function arrayValues(element: ValueType): SampleValues | undefined {
  const of = sampleValues(element);
  if (of === undefined) return undefined;
  const list = (...values: readonly string[]): string =>
    `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
  return {
    plain: (n) => list(of.plain(n), of.plain(n + 1)),
    low: '{}',
    high: list(of.low, of.high),
    others: (n) => of.others(n).map((value) => list(value)),
  };
}

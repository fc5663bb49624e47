/** What is compared of an answer: values, their classes, the order of keys; of an error its class, code, message and meta. */
export type Told = unknown;

interface Classes {
  readonly Decimal: { new (text: string): object; isDecimal(value: unknown): boolean };
}

export function told(value: unknown, classes: Classes): Told {
  if (value === undefined) return ['undefined'];
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return ['number', Object.is(value, -0) ? '-0' : String(value)];
  if (typeof value === 'bigint') return ['bigint', String(value)];
  if (typeof value === 'symbol' || typeof value === 'function') return [typeof value];
  if (value instanceof Date) return ['Date', value.getTime()];
  if (value instanceof Uint8Array) return [value.constructor.name, [...value]];
  if (classes.Decimal.isDecimal(value))
    return ['Decimal', value.constructor === classes.Decimal, String(value)];
  if (Array.isArray(value)) return ['list', value.map((one) => told(one, classes))];
  // Prisma leaves the values of a row as its protocol has them where a field is called constructor.
  if (typeof (value as Tagged).$type === 'string')
    return told(untagged(value as Tagged, classes), classes);
  return [
    'object',
    Object.getPrototypeOf(value) === Object.prototype,
    Object.entries(value).map(([key, inner]) => [key, told(inner, classes)]),
  ];
}

interface Tagged {
  readonly $type: string;
  readonly value: string;
}

function untagged({ $type, value }: Tagged, { Decimal }: Classes): unknown {
  switch ($type) {
    case 'BigInt':
      return BigInt(value);
    case 'Bytes':
      return new Uint8Array(Buffer.from(value, 'base64'));
    case 'DateTime':
      return new Date(value);
    case 'Decimal':
      return new Decimal(value);
    case 'Json':
      return JSON.parse(value);
    default:
      return $type;
  }
}

interface PrismaError extends Error {
  readonly code?: string;
  readonly meta?: Readonly<Record<string, unknown>> & {
    readonly driverAdapterError?: {
      readonly name?: string;
      readonly cause?: Readonly<Record<string, unknown>>;
    };
  };
}

export function toldError(error: unknown): Told {
  const { code, message, meta } = error as PrismaError;
  const { driverAdapterError, ...others } = meta ?? {};
  // What this client says more of a constraint than Prisma does.
  const { target: _, relation: __, modelName, ...rest } = others;
  const isOfConstraint = code === 'P2002' || code === 'P2003';
  return [
    'error',
    (error as PrismaError).constructor.name,
    code,
    message,
    isOfConstraint ? rest : { ...rest, modelName },
    driverAdapterError?.name,
    driverAdapterError?.cause,
  ];
}

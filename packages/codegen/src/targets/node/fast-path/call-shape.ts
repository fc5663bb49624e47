/** A value by what Prisma's protocol makes of it: numbers of any size and moments are texts there. */
export function identityOf(value: unknown): string {
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
export function shapeOf(value: unknown, leaves: unknown[], depth = 0): string | undefined {
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

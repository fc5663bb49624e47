// Values of plans, which JSON carries, as those of the Node client, and back.
export const decoder = ({ Prisma }) => {
  const decoders = {
    BigInt: BigInt,
    DbNull: () => Prisma.DbNull,
    Bytes: (text) => new Uint8Array(Buffer.from(text, 'base64')),
    DateTime: (text) => new Date(text),
    Decimal: (text) => new Prisma.Decimal(text),
  };
  return ({ type, value }) => {
    const one = decoders[type] ?? ((plain) => plain);
    return Array.isArray(value) && type !== 'Json' ? value.map(one) : one(value);
  };
};

/** The same text whichever client has read the value. */
export function encoded(value, type) {
  if (value === null || value === undefined || type === 'Json') return value ?? null;
  if (Array.isArray(value)) return value.map((item) => encoded(item, type));
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (typeof value === 'bigint') return String(value);
  return type === 'Decimal' ? value.toFixed() : value;
}

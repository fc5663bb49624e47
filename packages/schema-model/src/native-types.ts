import type { NativeType, ScalarType } from './schema-model.ts';

/** The PostgreSQL type that Prisma gives to a field without a `@db` attribute. */
export const defaultNativeTypes: Readonly<Record<ScalarType, NativeType>> = {
  BigInt: { name: 'BigInt', args: [] },
  Boolean: { name: 'Boolean', args: [] },
  Bytes: { name: 'ByteA', args: [] },
  DateTime: { name: 'Timestamp', args: [3] },
  Decimal: { name: 'Decimal', args: [65, 30] },
  Float: { name: 'DoublePrecision', args: [] },
  Int: { name: 'Integer', args: [] },
  Json: { name: 'JsonB', args: [] },
  String: { name: 'Text', args: [] },
};

export function isScalarType(name: string): name is ScalarType {
  return Object.hasOwn(defaultNativeTypes, name);
}

export function isSameNativeType(a: NativeType, b: NativeType): boolean {
  return a.name === b.name && a.args.join() === b.args.join();
}

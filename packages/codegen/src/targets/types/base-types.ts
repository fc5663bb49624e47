import type { TypeNames } from '../../type-names.ts';

/** The types that values of any schema are made of. Structural, so that what Prisma reads and takes fits them. */
export function baseTypes({ fixed }: TypeNames): string {
  return `/** Binary data. */
export type ${fixed.Bytes} = ReturnType<Uint8Array['slice']>;

/**
 * An exact number, as the Prisma client reads it. Has what decimal.js has of a
 * value; to calculate, give \`toString()\` to the decimal library of your choice.
 */
export interface ${fixed.Decimal} {
  readonly d: number[];
  readonly e: number;
  readonly s: number;
  toFixed(decimalPlaces?: number): string;
  toJSON(): string;
  toNumber(): number;
  toString(): string;
}

export type ${fixed.JsonValue} = string | number | boolean | ${fixed.JsonObject} | ${fixed.JsonArray} | null;
export type ${fixed.JsonObject} = { [key in string]?: ${fixed.JsonValue} };
export type ${fixed.JsonArray} = ${fixed.JsonValue}[];

/** JSON to write. \`null\` at the top is left out: it could mean SQL's or JSON's. */
export type ${fixed.JsonInput} =
  | string
  | number
  | boolean
  | { readonly [key in string]?: ${fixed.JsonInput} | null }
  | readonly (${fixed.JsonInput} | null)[];

/** A value as it is in JSON: bigint, Date and Decimal as text, Bytes as base64. */
export type ${fixed.Serialized}<Value> = Value extends bigint | Date | ${fixed.Bytes} | ${fixed.Decimal}
  ? string
  : Value extends readonly (infer Item)[]
    ? ${fixed.Serialized}<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: ${fixed.Serialized}<Value[Key]> }
      : Value;
`;
}

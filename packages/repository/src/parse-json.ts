import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

/** JSON of the shape that was asked for, or what is wrong with it, a line for each mistake. */
export type JsonReading<T> =
  | { readonly kind: 'valid'; readonly value: T }
  | { readonly kind: 'invalid'; readonly problem: string };

/** Reads JSON. */
export function parseJson<Shape extends TSchema>(
  shape: Shape,
  text: string,
): JsonReading<Static<Shape>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { kind: 'invalid', problem: `not JSON: ${(error as SyntaxError).message}` };
  }
  if (Value.Check(shape, value)) return { kind: 'valid', value };
  return { kind: 'invalid', problem: problemsOf(shape, value).join('\n') };
}

/** What is wrong with a value, a line for each mistake. `boolean` and `anyOf` only repeat what the errors beside them say. */
export function problemsOf(shape: TSchema, value: unknown): readonly string[] {
  return Value.Errors(shape, value)
    .filter(({ keyword }) => keyword !== 'boolean' && keyword !== 'anyOf')
    .map((error) => {
      const names =
        error.keyword === 'additionalProperties'
          ? `: ${error.params.additionalProperties.join(', ')}`
          : '';
      return `${error.instancePath || 'it'} ${error.message}${names}`;
    });
}

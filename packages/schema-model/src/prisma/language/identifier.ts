/*
 * Prisma's grammar says "ASCII", but its engine takes letters and digits of any script:
 * `größe Int` is a field.
 */

/** A name of the schema language, as a sticky pattern. */
export const identifierPattern: RegExp = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*/uy;

const words = /[\p{L}\p{N}_][\p{L}\p{M}\p{N}_-]*/gu;

/** Everything in a text that could be a name. */
export function wordsIn(text: string): readonly string[] {
  return text.match(words) ?? [];
}

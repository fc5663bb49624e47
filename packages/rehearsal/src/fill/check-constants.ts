import { numberTypes, textTypes } from './sample-values.ts';
import type { ValueType } from './table-facts.ts';

/** Longer texts are not tried for a number in a check. */
const LONGEST = 1000;

/**
 * Values that a check may ask for, found in its text: its numbers and those
 * beside and between them, its strings, and texts as long as a number says.
 *
 * @param n makes the texts differ from those of another row
 */
export function checkConstants(definition: string, type: ValueType, n: number): readonly string[] {
  const strings = [...definition.matchAll(/'((?:[^']|'')*)'/g)].map(([, text = '']) =>
    text.replaceAll("''", "'"),
  );
  const unquoted = definition.replace(/'(?:[^']|'')*'/g, ' ');
  const numbers = [...unquoted.matchAll(/(?<![\w.])-?\d+(?:\.\d+)?/g)].map(([text]) =>
    Number(text),
  );
  if (numberTypes.has(type.name)) return numbersAround([...numbers, ...strings.map(Number)]);
  if (textTypes.has(type.name)) {
    const lengths = numbersAround(numbers).map(Number);
    const possible = lengths.filter((length) => length > 0 && length <= LONGEST);
    return [...strings, ...possible.flatMap((length) => textsOf(length, n))];
  }
  return strings;
}

function numbersAround(found: readonly number[]): readonly string[] {
  const numbers = found.filter(Number.isFinite).toSorted((a, b) => a - b);
  const between = numbers.slice(1).map((number, i) => (number + (numbers[i] ?? number)) / 2);
  const beside = numbers.flatMap((number) => [number, number + 1, number - 1]);
  return [...new Set([...between, ...beside])].map(String);
}

/** Digits, small letters and capitals. */
function textsOf(length: number, n: number): readonly string[] {
  const digits = String(n).padStart(length, '1').slice(-length);
  const letters = digits.replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '');
  return [digits, letters, letters.toUpperCase()];
}

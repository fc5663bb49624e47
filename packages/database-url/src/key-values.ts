import { isParameter } from './parameters.ts';

/** Names and values in the order in which they are written. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** What keeps a text from being such a list, as far as it may be told. */
export type KeyValuesProblem = 'quote' | 'equals';

// Blanks are those of C.
const NAME = /[ \t-\r]*([^ \t-\r=]+)[ \t-\r]*(=?)[ \t-\r]*/y;
const QUOTED = /'((?:\\.|[^\\'])*)('?)[ \t-\r]*/sy;
const PLAIN = /((?:\\.|[^ \t-\r\\])*)\\?[ \t-\r]*/sy;

/** Whether a text is such a list, well written or not. */
export const areKeyValues = (text: string): boolean => /^\w+[ \t-\r]*=/.test(text);

/**
 * Takes `host=h dbname='my db'` apart as libpq does: there may be blanks around `=`, a value with blanks is in quotes, and
 * a character behind `\` is meant as it is.
 */
export function readKeyValues(text: string): Pairs | KeyValuesProblem {
  const pairs: [string, string][] = [];
  let at = 0;
  const take = (pattern: RegExp): readonly string[] => {
    pattern.lastIndex = at;
    const found = pattern.exec(text) ?? [];
    at += found[0]?.length ?? 0;
    return found.slice(1);
  };
  while (at < text.length) {
    const [name = '', equals] = take(NAME);
    if (!equals) return 'equals';
    const isQuoted = text[at] === "'";
    const [value = '', end = ''] = take(isQuoted ? QUOTED : PLAIN);
    if (isQuoted && !end) return 'quote';
    pairs.push([name, value.replace(/\\(.)/gs, '$1')]);
  }
  return pairs;
}

/** A password that is not written as it has to be ends early, and what comes behind it looks like a name. */
export const tellsPassword = (names: readonly string[]): boolean =>
  names.some((name, index) => !isParameter(name) && /password$/i.test(names[index - 1] ?? ''));

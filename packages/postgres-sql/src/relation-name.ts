import { quoteIdentifier } from './quote.ts';

/** The source of a pattern for one name, without a schema. */
export const IDENTIFIER: string = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;

/** The source of a pattern for a name in a flattened statement, schema and all: `public."User"`. */
export const NAME: string = String.raw`${IDENTIFIER}(?:\.${IDENTIFIER})*`;

/** What tells a relation from others: `orders` and `public."orders"` are one where `public` is searched first. */
export function relationKey(name: string, defaultSchema: string): string {
  const [last = '', schema = defaultSchema] = partsOf(name).toReversed();
  return keyOfParts(schema, last);
}

export const keyOfParts = (schema: string, name: string): string => JSON.stringify([schema, name]);

export const partsOfKey = (key: string): readonly [schema: string, name: string] =>
  JSON.parse(key) as [string, string]; // as keyOfParts made it

/** The name of a relation by its key, as SQL in which keywords may stand without quotes. */
export function nameOfKey(key: string, defaultSchema: string): string {
  const [schema, name] = partsOfKey(key);
  const parts = schema === defaultSchema ? [name] : [schema, name];
  return parts.map((part) => (PLAIN.test(part) ? part : quoteIdentifier(part))).join('.');
}

const PLAIN = /^[a-z_][a-z0-9_$]*$/;

/** The parts of a name, as the database has them: without quotes, and cut off where PostgreSQL does. */
export function partsOf(name: string): readonly string[] {
  return (name.match(new RegExp(IDENTIFIER, 'g')) ?? []).map((part) =>
    cutOff(part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part),
  );
}

/** NAMEDATALEN - 1, in bytes. */
const LONGEST = 63;

function cutOff(name: string): string {
  let kept = name.slice(0, LONGEST + 1);
  while (Buffer.byteLength(kept) > LONGEST) kept = [...kept].slice(0, -1).join('');
  return kept;
}

/** The names in a list of them: `a,b."C"`. */
export function namesIn(list: string): readonly string[] {
  return list.match(new RegExp(NAME, 'g')) ?? [];
}

const LIST_PIECE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\],]|[^'"()[\],]+/g;

/** The parts between the commas that stand in no parentheses, brackets, strings or quoted names. */
export function splitList(list: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const [piece] of list.matchAll(LIST_PIECE)) {
    if (piece === '(' || piece === '[') depth++;
    if (piece === ')' || piece === ']') depth--;
    if (piece === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop()}${piece}`);
  }
  return parts.map((part) => part.trim());
}

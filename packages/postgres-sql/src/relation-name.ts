const IDENTIFIER = String.raw`(?:"(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;

/** The source of a pattern for a name in a flattened statement, schema and all: `public."User"`. */
export const NAME: string = String.raw`${IDENTIFIER}(?:\.${IDENTIFIER})*`;

/** What tells a relation from others: `orders` and `public."orders"` are one where `public` is searched first. */
export function relationKey(name: string, defaultSchema: string): string {
  const [last = '', schema = defaultSchema] = partsOf(name).toReversed();
  return JSON.stringify([schema, last]);
}

/** The parts of a name, as the database has them. */
export function partsOf(name: string): readonly string[] {
  return (name.match(new RegExp(IDENTIFIER, 'g')) ?? []).map((part) =>
    part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part,
  );
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

const IDENTIFIER = String.raw`(?:"(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;

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

/** The parts between the commas that are not inside of parentheses. */
export function splitList(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth++;
    else if (character === ')') depth--;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim());
}

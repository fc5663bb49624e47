const IDENTIFIER = String.raw`(?:"(?:[^"]|"")+"|[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)`;

/** The source of a pattern for a name in a flattened statement, schema and all: `public."User"`. */
export const NAME: string = String.raw`${IDENTIFIER}(?:\.${IDENTIFIER})*`;

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

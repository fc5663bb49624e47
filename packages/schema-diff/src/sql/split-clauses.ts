const token = /'(?:[^']|'')*'|"(?:[^"]|"")*"|[()[\],]|[^'"()[\],]+/g;

/** Splits at the commas that stand in no parentheses, brackets, strings or quoted names. */
export function splitClauses(list: string): readonly string[] {
  const clauses: string[] = [''];
  let depth = 0;
  for (const [text] of list.matchAll(token)) {
    if (text === '(' || text === '[') depth++;
    if (text === ')' || text === ']') depth--;
    if (text === ',' && depth === 0) clauses.push('');
    else clauses.push(`${clauses.pop()}${text}`);
  }
  return clauses.map((clause) => clause.trim());
}

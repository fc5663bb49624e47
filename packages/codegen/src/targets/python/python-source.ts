/** The pieces of Python text, laid out as `ruff format` would lay them out. */

const WIDTH = 88;

/** A string literal with the quotes that need fewer escapes. */
export function stringLiteral(text: string): string {
  const quote = occurrences(text, '"') > occurrences(text, "'") ? "'" : '"';
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll(quote, `\\${quote}`)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeCharacter);
  return quote + escaped + quote;
}

function occurrences(text: string, character: string): number {
  return text.split(character).length - 1;
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\t') return '\\t';
  const point = character.codePointAt(0) ?? 0;
  return point > 0xffff
    ? `\\U${point.toString(16).padStart(8, '0')}`
    : `\\u${point.toString(16).padStart(4, '0')}`;
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}

/** A documentation string. Its text is taken literally, whatever it holds. */
export function docstring(text: string): readonly string[] {
  const lines = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"""', '\\"\\"\\"')
    .replaceAll('\t', '    ')
    .replace(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, escapeCharacter)
    .split('\n')
    .map((line) => line.trimEnd());
  const [head = '', ...rest] = lines.join('\n').trim().split('\n');
  // A quote beside the three around the text would be taken for one of them.
  const first = head.startsWith('"') ? ` ${head}` : head;
  if (rest.length === 0) return [`"""${first}${/(?<!\\)(?:\\\\)*"$/.test(first) ? ' ' : ''}"""`];
  const margin = Math.min(
    ...rest.filter(Boolean).map((line) => line.length - line.trimStart().length),
  );
  const body = rest.map((line) => line.slice(margin));
  return [`"""${first}`, ...body, '"""'];
}

/**
 * A line that `ruff format` leaves alone: one that is too long, because of the
 * schema's own names, says that it is meant so.
 */
export function statement(line: string, indent = 0): string {
  return line.length + indent * 4 > WIDTH ? `${line}  # fmt: skip` : line;
}

/** `head(arguments)tail` on one line where that fits, else an argument a line. */
export function call(
  head: string,
  args: readonly string[],
  tail: string,
  indent = 0,
): readonly string[] {
  const line = `${head}(${args.join(', ')})${tail}`;
  if (line.length + indent * 4 <= WIDTH) return [line];
  return [`${head}(`, ...indented(args.map((arg) => `${arg},`)), `)${tail}`];
}

/**
 * `head(items)tail`: a single item on the same line where that fits, else an
 * item a line. The items, laid out for one level below `indent`, end in commas.
 */
export function tuple(
  head: string,
  items: readonly (readonly string[])[],
  tail: string,
  indent = 0,
): readonly string[] {
  const lines = items.flat();
  const line = `${head}(${lines[0]})${tail}`;
  if (lines.length === 1 && line.length + indent * 4 <= WIDTH) return [line];
  return [`${head}(`, ...indented(lines), `)${tail}`];
}

/** A tuple of string literals between `head` and `tail`, at `indent`. */
export function stringTuple(
  texts: readonly string[],
  indent: number,
  head = '',
  tail = ',',
): readonly string[] {
  const items = texts.map(stringLiteral);
  return items.length === 1
    ? tuple(head, [[`${items[0]},`]], tail, indent)
    : call(head, items, tail, indent);
}

import { type Cursor, readIdentifier } from './cursor.ts';
import type { ArgumentSyntax, Expression } from './syntax-tree.ts';

const numberPattern = /-?\d+(?:\.\d+)?/y;
const stringPattern = /"(?:[^"\\]|\\.)*"/y;
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*/uy;
const argumentName = /([\p{L}\p{N}][\p{L}\p{M}\p{N}_-]*)\s*:/uy;

export function readExpression(cursor: Cursor): Expression {
  const place = { source: cursor.source, offset: cursor.offset };
  if (cursor.startsWith('"')) return { kind: 'string', place, value: readString(cursor) };
  if (cursor.startsWith('[')) {
    return { kind: 'list', place, items: readSequence(cursor, '[', ']', readExpression) };
  }
  if (cursor.startsWith('{')) {
    return { kind: 'object', place, entries: readSequence(cursor, '{', '}', readEntry) };
  }
  const digits = cursor.match(numberPattern);
  if (digits !== undefined) return { kind: 'number', place, digits };
  const word = cursor.match(wordPattern) ?? cursor.fail('a value');
  // A call may have spaces before its parenthesis: `raw ("...")`.
  cursor.skipSpaces();
  return cursor.startsWith('(')
    ? { kind: 'call', place, name: word, arguments: readArguments(cursor) }
    : { kind: 'word', place, word };
}

/** `(a, name: b)`; nothing where there is no parenthesis. */
export function readArguments(cursor: Cursor): readonly ArgumentSyntax[] {
  return cursor.startsWith('(') ? readSequence(cursor, '(', ')', readArgument) : [];
}

/** The escapes of the schema language are those of JSON. */
export function readString(cursor: Cursor): string {
  const literal = cursor.match(stringPattern) ?? cursor.fail('a string');
  return String(JSON.parse(literal));
}

function readArgument(cursor: Cursor): ArgumentSyntax {
  const name = cursor.match(argumentName);
  if (name === undefined) return { value: readExpression(cursor) };
  cursor.skipBlank();
  return { name, value: readExpression(cursor) };
}

function readEntry(cursor: Cursor): readonly [string, Expression] {
  const key = readIdentifier(cursor);
  cursor.skipBlank();
  cursor.expect(':');
  cursor.skipBlank();
  return [key, readExpression(cursor)];
}

function readSequence<Item>(
  cursor: Cursor,
  open: string,
  close: string,
  readItem: (cursor: Cursor) => Item,
): readonly Item[] {
  const items: Item[] = [];
  cursor.expect(open);
  cursor.skipBlank();
  while (!cursor.eat(close)) {
    items.push(readItem(cursor));
    cursor.skipBlank();
    if (cursor.eat(',')) cursor.skipBlank();
    else if (!cursor.startsWith(close)) cursor.fail(`\`,\` or \`${close}\``);
  }
  return items;
}

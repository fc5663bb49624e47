import type { Arity } from '../../schema-model.ts';
import { type Cursor, readIdentifier } from './cursor.ts';
import { documentation, readTrailingComment } from './parse-comments.ts';
import { readArguments, readString } from './parse-expression.ts';
import type { AttributeSyntax, EnumValueSyntax, FieldSyntax, TypeSyntax } from './syntax-tree.ts';

const attributePath = /@@?[^\S\r\n]*([\p{L}\p{N}][\p{L}\p{M}\p{N}_.-]*)/uy;

export function readField(cursor: Cursor, comments: readonly string[] | undefined): FieldSyntax {
  const { offset } = cursor;
  const name = readIdentifier(cursor);
  cursor.skipSpaces();
  const type = readType(cursor);
  const arity = readArity(cursor);
  const attributes = readFieldAttributes(cursor);
  const trailing = readTrailingComment(cursor);
  return { name, offset, type, arity, attributes, ...documentation(comments, trailing) };
}

export function readEnumValue(
  cursor: Cursor,
  comments: readonly string[] | undefined,
): EnumValueSyntax {
  const { offset } = cursor;
  const name = readIdentifier(cursor);
  const attributes = readFieldAttributes(cursor);
  const trailing = readTrailingComment(cursor);
  return { name, offset, attributes, ...documentation(comments, trailing) };
}

/** `@name(...)` or `@@name(...)`. */
export function readAttribute(cursor: Cursor): AttributeSyntax {
  const name = cursor.match(attributePath) ?? cursor.fail('an attribute');
  cursor.skipSpaces();
  return { name, arguments: readArguments(cursor) };
}

function readFieldAttributes(cursor: Cursor): readonly AttributeSyntax[] {
  const attributes: AttributeSyntax[] = [];
  cursor.skipSpaces();
  while (cursor.startsWith('@')) {
    attributes.push(readAttribute(cursor));
    cursor.skipSpaces();
  }
  return attributes;
}

function readType(cursor: Cursor): TypeSyntax {
  if (!cursor.eat('Unsupported(')) return { kind: 'named', name: readIdentifier(cursor) };
  cursor.skipSpaces();
  const databaseType = readString(cursor);
  cursor.skipSpaces();
  cursor.expect(')');
  return { kind: 'unsupported', databaseType };
}

function readArity(cursor: Cursor): Arity {
  cursor.skipSpaces();
  if (cursor.eat('[]')) return 'list';
  return cursor.eat('?') ? 'optional' : 'required';
}

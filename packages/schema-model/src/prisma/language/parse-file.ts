import { type Cursor, createCursor, readIdentifier } from './cursor.ts';
import { documentation, readCommentBlock, readTrailingComment } from './parse-comments.ts';
import { readExpression } from './parse-expression.ts';
import { readAttribute, readEnumValue, readField } from './parse-field.ts';
import type { SourceText } from './source-text.ts';
import type { AttributeSyntax, Expression, SyntaxBlock, SyntaxFile } from './syntax-tree.ts';

// Prisma wants no space behind a keyword: `modelUser {` declares User.
const keywordPattern = /model|view|enum|datasource|generator/y;
const blockOpen = /\{[^\r\n]*/y;
const newline = /\r\n|\n|\r/y;

/**
 * Reads a file that Prisma's engine has accepted. Prisma's own AST is not to be
 * had, and what it does export (DMMF) leaves out locations, `@ignore`d and
 * unsupported fields, the difference between a model and a view, and more.
 */
export function parseFile(source: SourceText): SyntaxFile {
  const cursor = createCursor(source);
  const blocks: SyntaxBlock[] = [];
  let comments: readonly string[] | undefined;
  cursor.skipBlank();
  while (!cursor.isAtEnd) {
    const found = readCommentBlock(cursor);
    if (found) {
      // Comments document what follows at once; a blank line sets them free.
      comments = cursor.match(newline) === undefined ? found : undefined;
    } else {
      blocks.push(readBlock(cursor, comments));
      comments = undefined;
    }
    cursor.skipBlank();
  }
  return { source, blocks };
}

function readBlock(cursor: Cursor, comments: readonly string[] | undefined): SyntaxBlock {
  const { source } = cursor;
  const keyword = cursor.match(keywordPattern);
  cursor.skipSpaces();
  const { offset } = cursor;
  const named = { name: readIdentifier(cursor), offset, ...documentation(comments) };
  cursor.skipSpaces();
  // Prisma drops whatever stands behind the brace, so that is no place to document.
  if (cursor.match(blockOpen) === undefined) cursor.fail('`{`');

  switch (keyword) {
    case 'model':
    case 'view': {
      const { members, attributes } = readMembers(cursor, readField);
      return { kind: keyword, source, ...named, fields: members, attributes };
    }
    case 'enum': {
      const { members, attributes } = readMembers(cursor, readEnumValue);
      return { kind: keyword, source, ...named, values: members, attributes };
    }
    case 'datasource':
    case 'generator': {
      const { members } = readMembers(cursor, readProperty);
      return { kind: keyword, ...named, properties: new Map(members) };
    }
    default:
      return cursor.fail('a model, view, enum, datasource or generator');
  }
}

function readMembers<Member>(
  cursor: Cursor,
  readMember: (cursor: Cursor, comments: readonly string[] | undefined) => Member,
): { readonly members: readonly Member[]; readonly attributes: readonly AttributeSyntax[] } {
  const members: Member[] = [];
  const attributes: AttributeSyntax[] = [];
  // Inside a block the last comments before a member document it, blank lines or not.
  let comments: readonly string[] | undefined;
  cursor.skipBlank();
  while (!cursor.eat('}')) {
    const found = readCommentBlock(cursor);
    if (found) {
      comments = found;
    } else if (cursor.startsWith('@@')) {
      attributes.push(readAttribute(cursor));
      readTrailingComment(cursor);
    } else {
      members.push(readMember(cursor, comments));
      comments = undefined;
    }
    cursor.skipBlank();
  }
  return { members, attributes };
}

function readProperty(cursor: Cursor): readonly [string, Expression] {
  const name = readIdentifier(cursor);
  cursor.skipSpaces();
  cursor.expect('=');
  cursor.skipBlank();
  const value = readExpression(cursor);
  readTrailingComment(cursor);
  return [name, value];
}

import { identifierPattern } from './identifier.ts';
import { notUnderstood, type Place } from './not-understood.ts';
import type { SourceText } from './source-text.ts';

/** A place in a file's text that moves forward as things are read. */
export interface Cursor extends Place {
  /** True when nothing is left to read. */
  readonly isAtEnd: boolean;
  /** True when the text goes on with exactly this. */
  startsWith(token: string): boolean;
  /** Reads the token if it is next. */
  eat(token: string): boolean;
  /** Reads the token, which must be next. */
  expect(token: string): void;
  /** Reads what a sticky pattern matches here: its first group, or all of it. */
  match(pattern: RegExp): string | undefined;
  /** Spaces and tabs; a newline ends a declaration and is not among them. */
  skipSpaces(): void;
  skipBlank(): void;
  /** @throws SchemaServiceError `SCHEMA_NOT_UNDERSTOOD`, at this place */
  fail(expected: string): never;
}

const spaces = /[^\S\r\n]*/y;
const blank = /\s*/y;

export function createCursor(source: SourceText): Cursor {
  const { text } = source;
  let offset = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = offset;
    const found = pattern.exec(text);
    if (found === null) return undefined;
    offset = pattern.lastIndex;
    return found[1] ?? found[0];
  };
  const startsWith = (token: string): boolean => text.startsWith(token, offset);
  const eat = (token: string): boolean => {
    if (!startsWith(token)) return false;
    offset += token.length;
    return true;
  };
  const fail = (expected: string): never => {
    throw notUnderstood({ source, offset }, expected);
  };

  return {
    source,
    get offset() {
      return offset;
    },
    get isAtEnd() {
      return offset >= text.length;
    },
    startsWith,
    eat,
    expect: (token) => {
      if (!eat(token)) fail(`\`${token}\``);
    },
    match,
    skipSpaces: () => void match(spaces),
    skipBlank: () => void match(blank),
    fail,
  };
}

export function readIdentifier(cursor: Cursor): string {
  return cursor.match(identifierPattern) ?? cursor.fail('a name');
}

import {
  type DirectiveMistake,
  firstToken,
  parsableBatches,
  readDirectives,
  type ScriptDirectives,
} from '@schema-service/postgres-sql';
import { hasSqlDetails, loadModule, type Node, parseSync } from 'libpg-query';
import type { LintFile } from '../lint-input.ts';
import { createPositions, type Position, type Positions } from './positions.ts';

/** A file as the rules see it. */
export interface LintScript {
  readonly kind: 'lintScript';
  readonly path: string;
  /** Without a byte order mark. */
  readonly sql: string;
  readonly bytes: Buffer;
  readonly positions: Positions;
  readonly directives: ScriptDirectives;
  /** What is meant as one of them and is none. */
  readonly directiveMistakes: readonly DirectiveMistake[];
  readonly statements: readonly LintStatement[];
  /** What PostgreSQL's parser refuses; there are no statements then. */
  readonly mistake?: { readonly message: string; readonly position: Position };
}

/** One statement of a file. */
export interface LintStatement {
  readonly kind: 'lintStatement';
  readonly node: Node;
  /** Where its first word begins: a byte offset in the file, as are the `location`s in the node. */
  readonly start: number;
  /** Where its semicolon stands, or the file ends. */
  readonly end: number;
}

/** Parses a file with PostgreSQL's own grammar. Never throws over what the file says. */
export async function parseScript({ path, sql: text }: LintFile): Promise<LintScript> {
  await loadModule();
  const sql = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const { directives, mistakes: directiveMistakes } = readDirectives({ sql, path });
  const script = {
    kind: 'lintScript',
    path,
    sql,
    bytes: Buffer.from(sql),
    positions: createPositions(sql),
    directives,
    directiveMistakes,
  } as const;
  // The parser takes its text as a C string and would not see what follows.
  const nul = sql.indexOf('\0');
  if (nul !== -1) {
    const position = script.positions.at(Buffer.byteLength(sql.slice(0, nul)));
    return { ...script, statements: [], mistake: { message: 'NUL byte', position } };
  }
  try {
    // What stands in braces is no SQL; its place has to stay.
    const parsable = script.directives.batches ? parsableBatches(sql) : sql;
    return { ...script, statements: parseStatements(parsable, script.bytes) };
  } catch (error) {
    return { ...script, statements: [], mistake: describe(error, script.positions) };
  }
}

function parseStatements(sql: string, bytes: Buffer): readonly LintStatement[] {
  // The parser refuses an empty text, which is a file without statements like one of comments.
  if (sql === '') return [];
  return (parseSync(sql).stmts ?? []).flatMap(({ stmt, stmt_location = 0, stmt_len }) => {
    if (!stmt) return [];
    const end = stmt_len ? stmt_location + stmt_len : bytes.length;
    // PostgreSQL counts white space and comments to the statement that follows.
    const text = bytes.toString('utf8', stmt_location, end);
    const start = stmt_location + Buffer.byteLength(text.slice(0, firstToken(text)));
    return [{ kind: 'lintStatement', node: stmt, start, end }];
  });
}

function describe(error: unknown, positions: Positions): NonNullable<LintScript['mistake']> {
  if (hasSqlDetails(error)) {
    const { message, cursorPosition } = error.sqlDetails ?? { message: '', cursorPosition: 0 };
    return { message, position: positions.atCharacter(cursorPosition) };
  }
  // The parser's answer nests as deeply as the expressions do, which is where the stack ends.
  if (error instanceof RangeError) {
    return { message: 'an expression is nested too deeply', position: positions.at(0) };
  }
  throw error;
}

/** A statement as it is written, without what stands before it and without its semicolon. */
export const statementText = ({ bytes }: LintScript, { start, end }: LintStatement): string =>
  bytes.toString('utf8', start, end).trimEnd();

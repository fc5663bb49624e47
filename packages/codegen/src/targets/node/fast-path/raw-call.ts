import { textOf } from './bytes-out.ts';
import type { Compiled } from './compile-plan.ts';
import type { RequestParams } from './prisma-internals.ts';
import { type Column, type ParserOf, rawParameters, rawRows } from './raw-values.ts';
import type { Replay } from './replays.ts';
import { lengthAt } from './row-tap.ts';
import { Statement } from './statement.ts';
import type { Reader } from './wire-query.ts';

/** Rows that are there, of which Prisma has to say what becomes of them. */
export class Undecoded extends Error {
  readonly found: Replay;

  constructor(found: Replay) {
    super();
    this.found = found;
  }
}

/** A raw call as a plan of one statement; undefined where it goes the usual way. */
export function rawCall(params: RequestParams, parserOf: ParserOf): Compiled | undefined {
  const { action, args, argsMapper } = params;
  if (argsMapper === undefined) return undefined;
  let text: string;
  let values: readonly unknown[] | undefined;
  try {
    const { query, parameters } = argsMapper(args) as RawArguments;
    text = query;
    values = rawParameters(parameters?.values ?? '[]');
  } catch {
    // What is wrong with them is for Prisma to say.
    return undefined;
  }
  if (values === undefined || !isPlain(text, values)) return undefined;
  const statement = new RawStatement(text, values);
  const isRead = false;
  if (action === 'executeRaw') {
    return { isRead, answer: (run) => run(statement, {}, undefined).then(({ count }) => count) };
  }
  return {
    isRead,
    mayAskAgain: (error) =>
      /^\s*SELECT\b/i.test(text) && (error as { readonly code?: unknown }).code === TERMINATED,
    answer: async (run) => {
      const reader = new TextReader();
      await run(statement, {}, reader);
      const { columns, texts } = reader;
      const rows = rawRows(columns, texts, parserOf);
      if (rows !== undefined) return rows;
      const parsed = texts.map((row) =>
        row.map((one, at) =>
          one === null ? null : parserOf((columns[at] as Column).dataTypeID)(one),
        ),
      );
      throw new Undecoded({ result: { fields: columns, rows: parsed } });
    },
  };
}

/** The server's code for a session that was ended by somebody else. */
export const TERMINATED = '57P01';

interface RawArguments {
  readonly query: string;
  readonly parameters?: { readonly values: string };
}

/**
 * Whether the server does the same when it is given as one statement with parameters,
 * which is how those with values go in any case.
 */
function isPlain(text: string, values: readonly unknown[]): boolean {
  return (
    values.length > 0 ||
    (/^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|VALUES)\b/i.test(text) && !/;|\$\d/.test(text))
  );
}

/** Without values its text may have them, and is not worth keeping. */
class RawStatement extends Statement {
  readonly #hasValues: boolean;

  constructor(text: string, values: readonly unknown[]) {
    super(
      text,
      values.map((value) => () => value),
    );
    this.#hasValues = values.length > 0;
  }

  override get name(): string {
    return this.#hasValues ? super.name : '';
  }
}

/** Keeps the texts of rows. The same text may have other columns the next time. */
class TextReader implements Reader {
  readonly isReady = false;
  readonly texts: (string | null)[][] = [];
  columns: readonly Column[] = [];

  empty(): ReturnType<Reader['empty']> {
    return { rows: [], keys: [] };
  }

  describe(columns: readonly Column[]): void {
    this.columns = columns;
  }

  read(bytes: Buffer, start: number): void {
    const row: (string | null)[] = [];
    let at = start;
    for (let column = 0; column < this.columns.length; column += 1) {
      const length = lengthAt(bytes, at);
      at += 4;
      row.push(length < 0 ? null : textOf(bytes, at, at + length));
      if (length > 0) at += length;
    }
    this.texts.push(row);
  }
}

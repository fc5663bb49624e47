import type { EventEmitter } from 'node:events';
import { beginMessages, bindMessage, parseMessage } from './bind-message.ts';
import type { Column } from './raw-values.ts';
import type { Row, Rows } from './row-reader.ts';
import { type RowSink, type RowTap, rowBytes, tapOf } from './row-tap.ts';

/** Reads the rows of a statement. */
export interface Reader {
  /** Whether it knows the columns. */
  readonly isReady: boolean;
  /** For the rows of one execution. */
  empty(): Rows;
  describe(columns: readonly Column[]): void;
  /** @param at of the first value in the bytes of a row */
  read(bytes: Buffer, at: number, found: Rows): void;
}

/** A statement for one connection. */
export interface WireStatement {
  readonly text: string;
  /** Empty for one that the connection does not keep. */
  readonly name: string;
  readonly values: readonly unknown[];
  /** Undefined for a statement that only counts. */
  readonly reader: Reader | undefined;
  /** How the driver writes a value. */
  readonly prepareValue: (value: unknown) => unknown;
  /** What is sent before it, of a transaction that has not begun. */
  readonly begin?: (() => string | undefined) | undefined;
}

export interface WireResult extends Rows {
  /** How many rows the statement touched. */
  readonly count: number;
}

/** The driver's connection to the server, of which few members are declared. */
interface DriverConnection {
  readonly stream: EventEmitter & {
    readonly writable: boolean;
    write(bytes: Buffer): void;
  };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
}

/**
 * A statement as the driver queues it (a `Submittable` of node-postgres): one
 * message to the server, rows as texts, no description of columns that are known.
 * It is its own result.
 */
export class WireQuery implements RowSink, WireResult {
  readonly text: string;
  /** The driver notes what it is told that the server has parsed under this name. */
  name: string;
  readonly rows: Row[];
  readonly keys: Rows['keys'];
  count = 0;
  callback: ((error: Error | null, result?: WireResult) => void) | null = null;
  readonly #statement: WireStatement;
  readonly #found: Rows;
  #tap: RowTap | null = null;
  #failure: Error | null = null;

  constructor(statement: WireStatement) {
    this.text = statement.text;
    this.name = statement.name;
    this.#statement = statement;
    this.#found = statement.reader?.empty() ?? NOTHING;
    this.rows = this.#found.rows;
    this.keys = this.#found.keys;
  }

  submit(connection: DriverConnection): Error | null {
    const { text, name, values, reader, prepareValue, begin } = this.#statement;
    const { stream, parsedStatements, submittedNamedStatements } = connection;
    let message: Buffer;
    try {
      const texts = values.map((value) => wireValue(value, prepareValue));
      message = bindMessage(name, texts, reader?.isReady === false);
    } catch (error) {
      return error as Error;
    }
    // The driver waits for the end of the connection then.
    if (!stream.writable) return null;
    this.#tap = tapOf(stream);
    if (this.#tap !== null) this.#tap.sink = this;
    const messages = [message];
    if (!name || !(parsedStatements[name] ?? submittedNamedStatements[name])) {
      if (name) submittedNamedStatements[name] = text;
      messages.unshift(parseMessage(name, text));
    }
    const first = begin?.();
    if (first !== undefined) {
      messages.unshift(beginMessages(first));
      // What is parsed first is the begin.
      this.name = '';
    }
    stream.write(messages.length === 1 ? message : Buffer.concat(messages));
    return null;
  }

  handleRowDescription({ fields }: { readonly fields: readonly Column[] }): void {
    try {
      this.#statement.reader?.describe(fields);
    } catch (error) {
      this.#failure ??= error as Error;
    }
  }

  /** The rest of the answer has to be read whatever happens. */
  row(bytes: Buffer, at: number): void {
    const { reader } = this.#statement;
    if (reader === undefined || this.#failure !== null) return;
    try {
      reader.read(bytes, at, this.#found);
    } catch (error) {
      this.#failure = error as Error;
    }
  }

  /** Where somebody else listens to the connection. */
  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.row(rowBytes(fields), 0);
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.name = this.#statement.name;
    this.count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0;
  }

  handleReadyForQuery(): void {
    this.#end(this.#failure);
  }

  handleError(error: Error, connection?: DriverConnection): void {
    const { name } = this.#statement;
    // What the server did not parse has to be sent again.
    if (connection && !connection.parsedStatements[name])
      delete connection.submittedNamedStatements[name];
    this.#end(error);
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('No COPY is read here.');
  }
  handleCopyData(): void {}

  #end(error: Error | null): void {
    if (this.#tap?.sink === this) this.#tap.sink = undefined;
    this.callback?.(error, this);
  }
}

const NOTHING: Rows = { rows: [], keys: [] };

/** A value as text, or as the bytes of one. */
function wireValue(
  value: unknown,
  prepareValue: (value: unknown) => unknown,
): string | Uint8Array | null {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const prepared = prepareValue(value);
  if (prepared === null || prepared === undefined) return null;
  return prepared instanceof Uint8Array ? prepared : String(prepared);
}

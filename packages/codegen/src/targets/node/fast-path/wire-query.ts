import type { Keyed, RowReader } from './row-reader.ts';

/** A statement for one connection, with its parameters as the driver takes them. */
export interface WireStatement {
  readonly text: string;
  /** Empty for one that the connection does not keep. */
  readonly name: string;
  readonly values: readonly unknown[];
  /** Undefined for a statement that only counts. */
  readonly reader: RowReader | undefined;
}

export interface WireResult {
  readonly rows: readonly Keyed[];
  /** How many rows the statement touched. */
  readonly count: number;
}

/** The driver's connection to the server, of which few members are declared. */
interface DriverConnection {
  readonly stream: { cork(): void; uncork(): void };
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  parse(query: { text: string; name: string; types: undefined }): void;
  bind(query: {
    portal: string;
    statement: string;
    values: readonly unknown[];
    binary: boolean;
    valueMapper: (value: unknown) => unknown;
  }): void;
  describe(message: { type: 'P'; name: string }): void;
  execute(query: { portal: string; rows: number }): void;
  sync(): void;
}

/**
 * A statement as the driver queues it (a `Submittable` of node-postgres): one
 * message to the server, rows as texts, no description of columns that are known.
 */
export class WireQuery {
  readonly text: string;
  readonly name: string;
  callback: ((error: Error | null, result?: WireResult) => void) | null = null;
  readonly #statement: WireStatement;
  readonly #prepareValue: (value: unknown) => unknown;
  readonly #rows: Keyed[] = [];
  #count = 0;
  #failure: Error | null = null;

  constructor(statement: WireStatement, prepareValue: (value: unknown) => unknown) {
    this.text = statement.text;
    this.name = statement.name;
    this.#statement = statement;
    this.#prepareValue = prepareValue;
  }

  submit(connection: DriverConnection): null {
    const { text, name, values, reader } = this.#statement;
    const { parsedStatements, submittedNamedStatements } = connection;
    connection.stream.cork();
    try {
      if (!name || !(parsedStatements[name] ?? submittedNamedStatements[name])) {
        connection.parse({ text, name, types: undefined });
        if (name) submittedNamedStatements[name] = text;
      }
      const valueMapper = this.#prepareValue;
      connection.bind({ portal: '', statement: name, values, binary: false, valueMapper });
      if (reader?.isReady === false) connection.describe({ type: 'P', name: '' });
      connection.execute({ portal: '', rows: 0 });
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
    return null;
  }

  handleRowDescription({
    fields,
  }: {
    readonly fields: readonly { readonly name: string }[];
  }): void {
    this.#guard(() => this.#statement.reader?.describe(fields.map(({ name }) => name)));
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    const { reader } = this.#statement;
    if (reader !== undefined) this.#guard(() => this.#rows.push(reader.read(fields)));
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#count = Number(text.slice(text.lastIndexOf(' ') + 1)) || 0;
  }

  handleReadyForQuery(): void {
    this.callback?.(this.#failure, { rows: this.#rows, count: this.#count });
  }

  handleError(error: Error, connection?: DriverConnection): void {
    // What the server did not parse has to be sent again.
    if (connection && !connection.parsedStatements[this.name])
      delete connection.submittedNamedStatements[this.name];
    this.callback?.(error);
  }

  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(connection: { sendCopyFail(reason: string): void }): void {
    connection.sendCopyFail('No COPY is read here.');
  }
  handleCopyData(): void {}

  /** The rest of the answer has to be read whatever happens. */
  #guard(read: () => unknown): void {
    if (this.#failure !== null) return;
    try {
      read();
    } catch (error) {
      this.#failure = error as Error;
    }
  }
}

import type { Client, Connection, Submittable } from 'pg';
import { connectionLost, isConnectionLoss } from './connection-error.ts';

/** How far a message of several statements came. */
export interface ScriptOutcome {
  /** Statements that PostgreSQL reported as complete. */
  readonly completed: number;
  /** Rows that the last of them changed or gave, where it says so. */
  readonly rows?: number;
  readonly error?: Error;
}

/**
 * Sends one message of any number of statements (the simple query protocol) and
 * counts those that completed: an error has no position when it comes from the
 * data, and the count still tells which statement it was. Rows are dropped as
 * they arrive.
 */
export function runScript(client: Client, text: string): Promise<ScriptOutcome> {
  return new Promise((resolve) =>
    client.query(new ScriptQuery((connection) => connection.query(text), resolve)),
  );
}

/**
 * For statements of our own, which are expected to work.
 *
 * @throws SchemaServiceError DATABASE_CONNECTION_LOST, or the server's error
 */
export async function runOrThrow(client: Client, text: string): Promise<void> {
  const { error } = await runScript(client, text);
  if (error) throw isConnectionLoss(error) ? connectionLost(error) : error;
}

/** The methods are those that a pg Client calls on its active query. */
class ScriptQuery implements Submittable {
  readonly submit: (connection: Connection) => void;
  readonly #done: (outcome: ScriptOutcome) => void;
  #completed = 0;
  #tag = '';

  /** `submit` is called when all before it is answered. */
  constructor(submit: (connection: Connection) => void, done: (outcome: ScriptOutcome) => void) {
    this.submit = submit;
    this.#done = done;
  }

  /** The tag ends in the number of rows: `UPDATE 5`, `INSERT 0 5`. */
  handleCommandComplete({ text = '' }: { readonly text?: string }): void {
    this.#completed++;
    this.#tag = text;
  }

  handleError(error: Error): void {
    this.#done({ completed: this.#completed, error });
  }

  handleReadyForQuery(): void {
    const rows = / (\d+)$/.exec(this.#tag)?.[1];
    this.#done({
      completed: this.#completed,
      ...(rows === undefined ? {} : { rows: Number(rows) }),
    });
  }

  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handleCopyData(): void {}

  handleCopyInResponse(connection: Connection & { sendCopyFail: (message: string) => void }): void {
    connection.sendCopyFail('a migration has no rows to send');
  }
}

/** Sends a message at once, even while the one before it is under way. */
export type SendAhead = (text: string) => Promise<ScriptOutcome>;

/**
 * Lets the server go from one message to the next without a round trip between
 * them. No more than one message may be ahead of the one that is awaited, and
 * nothing else be queried on the client meanwhile.
 */
export function sendAhead(client: Client): SendAhead {
  let underWay = 0;
  let connection: Connection | undefined;
  return async (text) => {
    underWay++;
    const ahead = underWay > 1 ? connection : undefined;
    ahead?.query(text);
    const outcome = await new Promise<ScriptOutcome>((resolve) => {
      const submit = (current: Connection): void => {
        connection = current;
        if (!ahead) current.query(text);
      };
      client.query(new ScriptQuery(submit, resolve));
    });
    underWay--;
    return outcome;
  };
}

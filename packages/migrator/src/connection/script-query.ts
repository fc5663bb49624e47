import type { Client, Connection, Submittable } from 'pg';
import { connectionLost, isConnectionLoss } from './connection-error.ts';

/** What the server says beside its answer: `NOTICE`, `WARNING`, and more where a script asks for it. */
export interface ServerNotice {
  readonly severity: string;
  readonly message: string;
  /** PostgreSQL's code of five characters. */
  readonly sqlState: string;
  readonly detail?: string;
  readonly hint?: string;
  /** PL/pgSQL's call stack and the like. */
  readonly context?: string;
  /** Statements of the message that were complete then. */
  readonly completed: number;
}

export type OnNotice = (notice: ServerNotice) => void;

/** How far a message of several statements came. */
export interface ScriptOutcome {
  /** Statements that PostgreSQL reported as complete. */
  readonly completed: number;
  /** Rows that the last of them changed or gave, where it says so. */
  readonly rows?: number;
  readonly error?: Error;
}

/** The text of a message, whole or in parts that follow each other. */
export type MessageText = string | readonly string[];

/**
 * Sends one message of any number of statements (the simple query protocol) and
 * counts those that completed: an error has no position when it comes from the
 * data, and the count still tells which statement it was. Rows are dropped as
 * they arrive.
 */
export function runScript(
  client: Client,
  text: MessageText,
  onNotice?: OnNotice,
): Promise<ScriptOutcome> {
  return new Promise((resolve) =>
    client.query(new ScriptQuery((connection) => writeQuery(connection, text), resolve, onNotice)),
  );
}

/** In characters. */
const LARGE = 1 << 20;

/** A large text is written in pieces: joined, and then copied as pg does it, it would be in memory three times. */
function writeQuery(connection: Connection, text: MessageText): void {
  const parts = typeof text === 'string' ? [text] : text;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < LARGE) {
    connection.query(parts.join(''));
    return;
  }
  const bytes = parts.reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  const head = Buffer.from('Q____');
  // The length counts itself, and the zero at the end.
  head.writeInt32BE(4 + bytes + 1, 1);
  const { stream } = connection;
  stream.write(head);
  for (const part of parts) for (const piece of piecesOf(part)) stream.write(piece);
  stream.write('\0');
}

/** No character is cut in two. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0, end = 0; start < text.length; start = end) {
    end = start + LARGE;
    const code = text.charCodeAt(end - 1);
    if (code >= 0xd800 && code < 0xdc00) end--;
    yield text.slice(start, end);
  }
}

/**
 * For statements of our own, which are expected to work.
 *
 * @throws SchemaServiceError DATABASE_CONNECTION_LOST, or the server's error
 */
export async function runOrThrow(client: Client, text: string): Promise<void> {
  const { error } = await runScript(client, text);
  if (error) throw isConnectionLoss(error) ? connectionLost(error, { client }) : error;
}

/** As pg's protocol gives it. */
interface NoticeMessage {
  readonly severity?: string;
  readonly code?: string;
  readonly message?: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly where?: string;
}

function noticeOf(
  { severity = 'NOTICE', code = '', message = '', detail, hint, where }: NoticeMessage,
  completed: number,
): ServerNotice {
  return {
    ...{ severity, message, sqlState: code },
    ...(detail ? { detail } : {}),
    ...(hint ? { hint } : {}),
    ...(where ? { context: where } : {}),
    completed,
  };
}

/** The methods are those that a pg Client calls on its active query. */
class ScriptQuery implements Submittable {
  readonly submit: (connection: Connection) => void;
  readonly #done: (outcome: ScriptOutcome) => void;
  #completed = 0;
  #tag = '';

  /** `submit` is called when all before it is answered: what the server says from there on is about this one. */
  constructor(
    submit: (connection: Connection) => void,
    done: (outcome: ScriptOutcome) => void,
    onNotice?: OnNotice,
  ) {
    if (!onNotice) {
      this.submit = submit;
      this.#done = done;
      return;
    }
    let stop = (): void => {};
    this.submit = (connection) => {
      const listener = (notice: NoticeMessage): void => onNotice(noticeOf(notice, this.#completed));
      connection.on('notice', listener);
      stop = () => connection.off('notice', listener);
      submit(connection);
    };
    this.#done = (outcome) => {
      stop();
      done(outcome);
    };
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
export type SendAhead = (text: MessageText, onNotice?: OnNotice) => Promise<ScriptOutcome>;

/**
 * Lets the server go from one message to the next without a round trip between
 * them. No more than one message may be ahead of the one that is awaited, and
 * nothing else be queried on the client meanwhile.
 */
export function sendAhead(client: Client): SendAhead {
  let underWay = 0;
  let connection: Connection | undefined;
  return async (text, onNotice) => {
    underWay++;
    const ahead = underWay > 1 ? connection : undefined;
    if (ahead) writeQuery(ahead, text);
    const outcome = await new Promise<ScriptOutcome>((resolve) => {
      const submit = (current: Connection): void => {
        connection = current;
        if (!ahead) writeQuery(current, text);
      };
      client.query(new ScriptQuery(submit, resolve, onNotice));
    });
    underWay--;
    return outcome;
  };
}

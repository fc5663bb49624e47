/** Beyond the values: the heads of the messages, and the lengths of the values. */
const AROUND = 64;
const EXECUTE_AND_SYNC: Buffer = Buffer.from([0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);
const DESCRIBE: Buffer = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0]);

/** What is being written; a copy of it is sent. */
let page: Buffer = Buffer.allocUnsafe(16_384);

/**
 * The messages that have the server execute a prepared statement (Bind, Describe,
 * Execute and Sync), as one. Source: "Message Formats" of PostgreSQL's documentation.
 *
 * @param values as texts, or as the bytes of a value
 */
export function bindMessage(
  name: string,
  values: readonly (string | Uint8Array | null)[],
  isDescribed: boolean,
): Buffer {
  let at = room(0, name.length + AROUND + values.length * 2);
  page[at++] = 0x42;
  at += 4;
  page[at++] = 0;
  at += page.write(name, at, 'latin1');
  page[at++] = 0;
  const hasBytes = values.some((value) => value !== null && typeof value !== 'string');
  // One format for each value, or text for all.
  at = page.writeUInt16BE(hasBytes ? values.length : 0, at);
  if (hasBytes)
    for (const value of values)
      at = page.writeInt16BE(value === null || typeof value === 'string' ? 0 : 1, at);
  at = page.writeUInt16BE(values.length, at);
  for (const value of values) at = writeValue(value, at);
  at = room(at, AROUND);
  // Results are texts.
  at = page.writeInt16BE(0, at);
  page.writeInt32BE(at - 1, 1);
  if (isDescribed) at += DESCRIBE.copy(page, at);
  at += EXECUTE_AND_SYNC.copy(page, at);
  return Buffer.from(page.subarray(0, at));
}

/** The message that has the server parse a statement. */
export function parseMessage(name: string, text: string): Buffer {
  const length = 8 + Buffer.byteLength(name) + Buffer.byteLength(text);
  const message = Buffer.alloc(length + 1);
  message[0] = 0x50;
  message.writeInt32BE(length, 1);
  const at = 5 + message.write(name, 5) + 1;
  message.write(text, at);
  return message;
}

const BIND: Buffer = Buffer.from([0x42, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0]);
const EXECUTE: Buffer = EXECUTE_AND_SYNC.subarray(0, 10);
const begins = new Map<string, Buffer>();

/** The messages that begin a transaction, without an end: a statement follows. */
export function beginMessages(text: string): Buffer {
  let messages = begins.get(text);
  if (messages === undefined) {
    messages = Buffer.concat([parseMessage('', text), BIND, EXECUTE]);
    begins.set(text, messages);
  }
  return messages;
}

/** The page has that many bytes more; gives the place, which stays. */
function room(at: number, bytes: number): number {
  if (at + bytes > page.length) {
    const larger = Buffer.allocUnsafe(Math.max(page.length * 2, at + bytes));
    page.copy(larger, 0, 0, at);
    page = larger;
  } else if (at === 0 && page.length > LARGEST) page = Buffer.allocUnsafe(LARGEST);
  return at;
}

/** A page that is kept for the next message. */
const LARGEST = 1_048_576;

function writeValue(value: string | Uint8Array | null, at: number): number {
  if (value === null) return page.writeInt32BE(-1, room(at, 4));
  // A character of a string comes to three bytes at most.
  room(at, 4 + value.length * (typeof value === 'string' ? 3 : 1));
  let length = value.length;
  if (typeof value === 'string') length = page.write(value, at + 4);
  else page.set(value, at + 4);
  page.writeInt32BE(length, at);
  return at + 4 + length;
}

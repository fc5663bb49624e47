import type { EventEmitter } from 'node:events';

/** Takes the rows of the statement that a connection executes. */
export interface RowSink {
  /** @param at of the first value: its length in four bytes, and it */
  row(bytes: Buffer, at: number): void;
}

const DATA_ROW = 0x44;
const BIND_COMPLETE = 0x32;
/** The kind of a message, and its length with these four bytes. */
const HEAD = 5;

/**
 * Stands between a connection's socket and the driver: rows of our statements are read
 * from the bytes as they come, all else is the driver's. It would make a string of each
 * value, an array of these and a message of that for every row.
 */
export class RowTap {
  /** Whose rows come. Messages are told apart without it, too: the driver may not keep a part of one. */
  sink: RowSink | undefined;
  readonly #driver: (bytes: Buffer) => void;
  /** The beginning of a message, until there are `#needed` bytes of it. */
  #parts: Buffer[] = [];
  #length = 0;
  #needed = 0;

  constructor(driver: (bytes: Buffer) => void) {
    this.#driver = driver;
  }

  read(chunk: Buffer): void {
    if (this.#length === 0) {
      this.#split(chunk);
      return;
    }
    this.#parts.push(chunk);
    this.#length += chunk.length;
    if (this.#length < this.#needed) return;
    const bytes = Buffer.concat(this.#parts, this.#length);
    this.#parts = [];
    this.#length = 0;
    this.#split(bytes);
  }

  #split(bytes: Buffer): void {
    const { length } = bytes;
    /** Where what the driver has not been given begins. */
    let from = 0;
    let at = 0;
    let end = 0;
    for (; at + HEAD <= length; at = end) {
      end = at + 1 + lengthAt(bytes, at + 1);
      if (end > length) break;
      // No message: the driver will say so.
      if (end < at + HEAD) end = length;
      const kind = bytes[at];
      // The driver does nothing about the latter.
      if (this.sink === undefined || (kind !== DATA_ROW && kind !== BIND_COMPLETE)) continue;
      if (from < at) this.#driver(bytes.subarray(from, at));
      from = end;
      // Behind the number of the values.
      if (kind === DATA_ROW) this.sink?.row(bytes, at + HEAD + 2);
    }
    if (at < length) {
      this.#parts = [bytes.subarray(at)];
      this.#length = length - at;
      this.#needed = at + HEAD <= length ? end - at : HEAD;
    }
    if (from < at) this.#driver(from === 0 && at === length ? bytes : bytes.subarray(from, at));
  }
}

/** The four bytes of a number. */
export function lengthAt(bytes: Buffer, at: number): number {
  return (
    ((bytes[at] as number) << 24) |
    ((bytes[at + 1] as number) << 16) |
    ((bytes[at + 2] as number) << 8) |
    (bytes[at + 3] as number)
  );
}

const taps = new WeakMap<EventEmitter, RowTap | null>();

/** The tap of a socket; null where not the driver alone listens to it. */
export function tapOf(stream: EventEmitter): RowTap | null {
  const known = taps.get(stream);
  if (known !== undefined) return known;
  const listeners = stream.listeners('data');
  const [driver] = listeners;
  let tap: RowTap | null = null;
  if (driver !== undefined && listeners.length === 1) {
    tap = new RowTap(driver as (bytes: Buffer) => void);
    stream.on('data', (bytes: Buffer) => tap?.read(bytes));
    stream.removeListener('data', driver as () => void);
  }
  taps.set(stream, tap);
  return tap;
}

/** A row as it comes, for one that the driver has taken apart. */
export function rowBytes(texts: readonly (string | null)[]): Buffer {
  const parts = texts.flatMap((text) => {
    const value = text === null ? undefined : Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeInt32BE(value?.length ?? -1);
    return value === undefined ? [length] : [length, value];
  });
  return Buffer.concat(parts);
}

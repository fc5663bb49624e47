import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { RowTap, rowBytes, tapOf } from './row-tap.ts';

function message(kind: string, body: Buffer | string = ''): Buffer {
  const content = Buffer.from(body);
  const head = Buffer.alloc(5);
  head.write(kind);
  head.writeInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

const row = (...texts: (string | null)[]): Buffer => {
  const count = Buffer.alloc(2);
  count.writeInt16BE(texts.length);
  return message('D', Buffer.concat([count, rowBytes(texts)]));
};

const firstOf = (bytes: Buffer, at: number): string =>
  bytes.toString('utf8', at + 4, at + 4 + bytes.readInt32BE(at));

/** What the driver is given, as text, and the rows, in whatever pieces the bytes come. */
function read(bytes: Buffer, size: number, hasSink = true): readonly [string, readonly string[]] {
  let driver = '';
  const rows: string[] = [];
  const tap = new RowTap((given) => {
    driver += given.toString('latin1');
    // The end of the answer.
    if (driver.includes('Z')) tap.sink = undefined;
  });
  if (hasSink) tap.sink = { row: (found, at) => rows.push(firstOf(found, at)) };
  for (let at = 0; at < bytes.length; at += size) tap.read(bytes.subarray(at, at + size));
  return [driver, rows];
}

const answer = Buffer.concat([
  message('1'),
  message('2'),
  message('T', 'columns'),
  row('first', null),
  row('ü'.repeat(300), 'x'),
  message('N', 'a notice'),
  row('', 'y'),
  message('C', 'SELECT 3\0'),
  message('Z', 'I'),
]);

test('rows are taken out of the answer, and the driver has the rest in its order', () => {
  const others = [
    message('1'),
    message('T', 'columns'),
    message('N', 'a notice'),
    message('C', 'SELECT 3\0'),
    message('Z', 'I'),
  ];
  for (const size of [1, 2, 3, 5, 7, 64, 1000, 100_000])
    expect(read(answer, size)).toEqual([
      Buffer.concat(others).toString('latin1'),
      ['first', 'ü'.repeat(300), ''],
    ]);
});

test('the driver has everything where no statement of ours runs', () => {
  for (const size of [1, 6, 100_000])
    expect(read(answer, size, false)).toEqual([answer.toString('latin1'), []]);
});

test('a socket that others listen to is left alone', () => {
  const stream = new EventEmitter();
  stream.on('data', () => {});
  stream.on('data', () => {});
  expect(tapOf(stream)).toBeNull();
  expect(stream.listenerCount('data')).toBe(2);
});

import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { beginMessages, bindMessage, parseMessage } from './bind-message.ts';
import { WireQuery } from './wire-query.ts';

type Connection = Parameters<WireQuery['submit']>[0];

function connection(): Connection & { readonly sent: Buffer[] } {
  const sent: Buffer[] = [];
  const stream = Object.assign(new EventEmitter(), {
    writable: true,
    write: (bytes: Buffer) => void sent.push(bytes),
  });
  return { sent, stream, parsedStatements: {}, submittedNamedStatements: {} };
}

const query = (begin?: string): WireQuery =>
  new WireQuery({
    text: 'SELECT 1',
    name: 'one',
    values: [],
    reader: undefined,
    prepareValue: (value) => value,
    begin: () => begin,
  });

const bind = bindMessage('one', [], false);

test('a statement is parsed once for a connection, and a transaction begins before it either way', () => {
  const to = connection();
  query().submit(to);
  query('BEGIN').submit(to);
  const other = connection();
  query('BEGIN').submit(other);
  expect(to.sent).toEqual([
    Buffer.concat([parseMessage('one', 'SELECT 1'), bind]),
    Buffer.concat([beginMessages('BEGIN'), bind]),
  ]);
  expect(other.sent).toEqual([
    Buffer.concat([beginMessages('BEGIN'), parseMessage('one', 'SELECT 1'), bind]),
  ]);
});

test('the driver notes a name once its own statement is parsed, and not that of the begin', () => {
  const first = query('BEGIN');
  first.submit(connection());
  expect(first.name).toBe('');
  first.handleCommandComplete({ text: 'BEGIN' });
  expect(first.name).toBe('one');
  const second = query();
  second.submit(connection());
  expect(second.name).toBe('one');
});

test('what the server did not parse is sent again', () => {
  const to = connection();
  for (let i = 0; i < 2; i += 1) {
    const failing = query();
    failing.submit(to);
    failing.handleError(new Error(), to);
  }
  expect(to.sent[1]).toEqual(to.sent[0]);
});

import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { beginMessages, bindMessage, parseMessage } from './bind-message.ts';

/** What the driver itself would send. */
const { serialize } = createRequire(createRequire(import.meta.url).resolve('pg'))(
  'pg-protocol',
) as {
  readonly serialize: Readonly<
    Record<'parse' | 'bind' | 'describe' | 'execute' | 'sync', (config?: object) => Buffer>
  >;
};

test.each([
  { values: [] },
  { values: ['1', null, '', 'Ünïcödé 🐘'] },
  { values: [Buffer.from([0, 255]), 'text', null] },
  { values: ['x'.repeat(70_000), 'ü'.repeat(30_000)] },
  { values: Array.from({ length: 40_000 }, (_, n) => String(n)) },
])('the messages are those of the driver', ({ values }) => {
  for (const name of ['', 'a'.repeat(40)]) {
    for (const isDescribed of [true, false]) {
      const expected = [
        serialize.bind({ statement: name, values }),
        ...(isDescribed ? [serialize.describe({ type: 'P' })] : []),
        serialize.execute(),
        serialize.sync(),
      ];
      // The driver names the format of results once for all; so does no name.
      const sent = bindMessage(name, values, isDescribed);
      const bind = expected[0] as Buffer;
      const length = sent.readInt32BE(1) + 1;
      expect(sent.subarray(length)).toEqual(Buffer.concat(expected.slice(1)));
      expect(withoutFormats(sent.subarray(0, length), name)).toEqual(withoutFormats(bind, name));
    }
  }
});

test('a statement is parsed, and a transaction begun, by the messages of the driver', () => {
  const text = "SELECT 'Ünïcödé 🐘'";
  for (const name of ['', 'a'.repeat(40)])
    expect(parseMessage(name, text)).toEqual(serialize.parse({ name, text }));
  const begin = 'BEGIN ISOLATION LEVEL SERIALIZABLE';
  const sent = beginMessages(begin);
  const parsed = serialize.parse({ text: begin });
  const executed = serialize.execute();
  expect(sent.subarray(0, parsed.length)).toEqual(parsed);
  expect(sent.subarray(-executed.length)).toEqual(executed);
  const bind = sent.subarray(parsed.length, -executed.length);
  expect(withoutFormats(bind, '')).toEqual(withoutFormats(serialize.bind({ values: [] }), ''));
});

/** A Bind without its lists of formats, which may be left out where all are texts. */
function withoutFormats(bind: Buffer, name: string): readonly unknown[] {
  let at = 5 + 1 + name.length + 1;
  const formats = bind.readUInt16BE(at);
  const codes = Array.from({ length: formats }, (_, n) => bind.readUInt16BE(at + 2 + n * 2));
  at += 2 + formats * 2;
  const end = bind.length - 2 - bind.readUInt16BE(bind.length - 2) * 2;
  const values = bind.subarray(at, bind.at(-1) === 0 && bind.at(-3) === 1 ? bind.length - 4 : end);
  return [
    bind.subarray(5, 5 + 1 + name.length + 1),
    codes.some((code) => code === 1) ? codes : [],
    values,
  ];
}

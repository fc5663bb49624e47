import { expect, test } from 'vitest';
import { bytesDecoder } from './bytes-out.ts';
import { type Decoder, decoderOf } from './values-out.ts';

/** What a text is read as from within other bytes, and what it is read as a string. */
function both(type: string, text: string): readonly [fast: unknown, slow: unknown] {
  const decode: Decoder = decoderOf({ type, arity: 'scalar' }, {}, 'raise');
  const bytes = Buffer.from(`#${text}#`);
  return [bytesDecoder(type, decode)(bytes, 1, bytes.length - 1), decode(text)];
}

const TEXTS: Readonly<Record<string, readonly string[]>> = {
  string: ['', 'a', 'Ünïcödé 🐘'],
  boolean: ['t', 'f'],
  int: ['0', '7', '-1', '2147483647', '-2147483648', '32767', '9007199254740991'],
  datetime: [
    '2026-01-12 01:02:11+00',
    '2026-01-12 01:02:11.25+00',
    '2026-01-12 23:59:59.999999+00',
    '2026-01-12 01:02:11.5',
    '2024-02-29 00:00:00',
    '1969-12-31 23:59:59.999+00',
    '1000-03-01 00:00:00+00',
    '2000-12-31 12:00:00+00',
    '1900-02-28 12:00:00+00',
    '9999-12-31 23:59:59.999+00',
    '2026-01-12 01:02:11+02',
    '2026-01-12 01:02:11.123-03:30',
    '0001-01-01 00:00:00+00',
    '2026-01-12',
    '01:02:11.25',
    '01:02:11+00',
  ],
  decimal: [
    '0',
    '0.00',
    '1',
    '-1',
    '12.50',
    '-0.0001',
    '0.1000',
    '10.0000000',
    '9999999.9999999',
    '1000000',
    '0.0000001',
    '12345678.5',
    '1.00000001',
    '-123456789012345678901234567890.123',
    '$1.50',
    'NaN',
  ],
  float: ['0', '1.5', '-2.25e+20', 'NaN', 'Infinity'],
  bigint: ['9223372036854775807', '-1'],
  json: ['{"a": [1, "ü"]}', 'null'],
  bytes: ['\\x00ff', '\\x'],
};

test.each(Object.entries(TEXTS))('reads %s from bytes as from texts', (type, texts) => {
  for (const text of texts) {
    const [fast, slow] = both(type, text);
    expect(fast, text).toEqual(slow);
    expect(Object.getPrototypeOf(Object(fast)), text).toBe(Object.getPrototypeOf(Object(slow)));
  }
});

test('reads every day and many amounts as from texts', () => {
  for (
    let day = Date.UTC(1000, 0, 1);
    day < Date.UTC(2500, 0, 1);
    day += 37 * 86_400_000 + 61_001
  ) {
    const text = new Date(day).toISOString().replace('T', ' ').replace('Z', '+00');
    const [fast] = both('datetime', text);
    expect((fast as Date).getTime(), text).toBe(day);
  }
  for (let n = 1; n < 3000; n += 1) {
    const text = `${n % 2 ? '-' : ''}${(n * 7919) % 10 ** (n % 8)}.${String(n * 104_729).slice(0, 1 + (n % 7))}`;
    const [fast, slow] = both('decimal', text);
    expect(fast, text).toEqual(slow);
    expect(String(fast), text).toBe(String(slow));
  }
});

import { expect, test } from 'vitest';
import { fillBatch, parsableBatches } from './batch-range.ts';

const STATEMENT = `UPDATE t -- {from}
SET a = '{from}', "{to}" = $x$ {to} $x$, b = E'\\'{from}' /* {to} */
WHERE k >= {from} AND k<={to}`;

test('the values take the places that are not in strings, quoted names or comments', () => {
  expect(fillBatch(STATEMENT, { from: "'1'::bigint", to: '2' }).sql).toBe(
    STATEMENT.replace('k >= {from}', "k >= '1'::bigint").replace('k<={to}', 'k<=2'),
  );
});

test('an offset is that of what is written, and within a value that of its place', () => {
  const { sql, writtenOffset } = fillBatch('a >= {from} AND a <= {to} x', {
    from: "'12345'",
    to: '1',
  });
  expect(sql).toBe("a >= '12345' AND a <= 1 x");
  const written = 'a >= {from} AND a <= {to} x';
  expect(writtenOffset(0)).toBe(0);
  expect(writtenOffset(sql.indexOf('45'))).toBe(written.indexOf('{from}'));
  expect(writtenOffset(sql.indexOf('AND'))).toBe(written.indexOf('AND'));
  expect(writtenOffset(sql.indexOf('1 x'))).toBe(written.indexOf('{to}'));
  expect(writtenOffset(sql.indexOf('x'))).toBe(written.indexOf('x'));
});

test('a parser gets parameters at the same offsets', () => {
  expect(parsableBatches('(a, b) >= ({from}) AND a <= {to}; -- {to}')).toBe(
    '(a, b) >= ($1    ) AND a <= $2  ; -- {to}',
  );
});

import { expect, test } from 'vitest';
import { withIsoYear, withPostgresYear } from './years.ts';

test.each([
  ['2026-01-02 03:04:05+00', '2026-01-02 03:04:05+00'],
  ['0001-01-01', '0001-01-01'],
  ['12026-01-02 03:04:05', '+012026-01-02 03:04:05'],
  ['0044-03-15 BC', '-000043-03-15'],
  ['0001-12-31 23:59:59+00 BC', '0000-12-31 23:59:59+00'],
  ['infinity', 'infinity'],
  ['03:04:05', '03:04:05'],
])('%s of PostgreSQL has an ISO year', (text, iso) => {
  expect(withIsoYear(text)).toBe(iso);
});

test.each([
  ['2026-01-02', '2026-01-02', ''],
  ['+012026-01-02', '12026-01-02', ''],
  ['-000043-03-15', '0044-03-15', ' BC'],
  ['0000-12-31', '0001-12-31', ' BC'],
])('%s of JavaScript has a year of PostgreSQL', (day, date, era) => {
  expect(withPostgresYear(day)).toEqual([date, era]);
});

import { expect, test } from 'vitest';
import { nextOpening } from './windows.ts';

const night = {
  days: ['mon', 'fri'] as ('mon' | 'fri')[],
  from: '22:00',
  to: '04:00',
  timeZone: 'Europe/Berlin',
};
const opening = (now: string, ...windows: Parameters<typeof nextOpening>[0]) =>
  nextOpening(windows, new Date(now)).toISOString();

test('without windows a run begins now', () => {
  expect(opening('2026-07-01T12:00:00Z')).toBe('2026-07-01T12:00:00.000Z');
});

test.each([
  // Wednesday noon: Friday 22:00 in summer.
  ['2026-07-01T12:00:00Z', '2026-07-03T20:00:00.000Z'],
  // Friday 23:30 there, and Saturday 03:59: it is open.
  ['2026-07-03T21:30:00Z', '2026-07-03T21:30:00.000Z'],
  ['2026-07-04T01:59:00Z', '2026-07-04T01:59:00.000Z'],
  // Saturday 04:00: closed until Monday.
  ['2026-07-04T02:00:00Z', '2026-07-06T20:00:00.000Z'],
  // In winter the clock is an hour closer to UTC.
  ['2026-12-02T12:00:00Z', '2026-12-04T21:00:00.000Z'],
])('at %s the window opens at %s', (now, expected) => {
  expect(opening(now, night)).toBe(expected);
});

test('the earliest of several windows counts', () => {
  const noon = { days: ['thu'] as 'thu'[], from: '12:00', to: '13:00', timeZone: 'Asia/Tokyo' };
  expect(opening('2026-07-01T12:00:00Z', night, noon)).toBe('2026-07-02T03:00:00.000Z');
});

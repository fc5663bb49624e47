import { expect, test } from 'vitest';
import { withDefaults } from './run-context.ts';
import { lockTimeoutAfter, pauseAfter } from './send-message.ts';

test('each try waits longer for a lock, and the last one the whole time', () => {
  const limits = { lockTimeoutMs: 400, lockRetries: 3 };
  expect([0, 1, 2, 3].map((tries) => lockTimeoutAfter(tries, limits))).toEqual([
    100, 200, 300, 400,
  ]);
});

test('by default no try waits as long as it takes PostgreSQL to look for a deadlock', () => {
  const limits = withDefaults({});
  const tries = Array.from({ length: limits.lockRetries + 1 }, (_, index) => index);
  const waits = tries.map((count) => lockTimeoutAfter(count, limits));
  expect(Math.max(...waits)).toBe(400);
  expect(Math.min(...waits)).toBe(100);
  // With jitter, and long enough together for a report or a vacuum to end.
  const pauses = tries.map((count) => pauseAfter(count + 1));
  expect(new Set(pauses).size).toBeGreaterThan(10);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(60_000);
});

test('a single try waits the whole time, and one without a limit for ever', () => {
  expect(lockTimeoutAfter(0, { lockTimeoutMs: 5000, lockRetries: 0 })).toBe(5000);
  expect(lockTimeoutAfter(0, { lockTimeoutMs: 0, lockRetries: 20 })).toBe(0);
});

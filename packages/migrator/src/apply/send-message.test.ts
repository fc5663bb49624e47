import { expect, test } from 'vitest';
import { lockTimeoutAfter } from './send-message.ts';

test('each try waits longer for a lock, and the last one the whole time', () => {
  const limits = { lockTimeoutMs: 400, lockRetries: 3 };
  expect([0, 1, 2, 3].map((tries) => lockTimeoutAfter(tries, limits))).toEqual([
    100, 200, 300, 400,
  ]);
});

test('a single try waits the whole time, and one without a limit for ever', () => {
  expect(lockTimeoutAfter(0, { lockTimeoutMs: 5000, lockRetries: 0 })).toBe(5000);
  expect(lockTimeoutAfter(0, { lockTimeoutMs: 0, lockRetries: 20 })).toBe(0);
});

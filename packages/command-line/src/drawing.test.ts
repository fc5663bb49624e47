import { expect, test } from 'vitest';
import { activityLine, fit } from './drawing.ts';

test('what is not text does not reach the terminal', () => {
  expect(fit('a\n\t b\u001b[31m\u0007c\u202e', 80)).toBe('a b [31m c');
  expect(fit('表表表表', 8)).toBe('表表表表');
  expect(fit('abcdefgh', 7)).toBe('abcd...');
});

test('a line says what goes on, and keeps the time at its end', () => {
  const activity = { text: 'Trying: 001_init', since: 1000 };
  const lines = [80, 17, 4].map((columns) => activityLine(activity, 4200, columns));
  expect(lines).toEqual(['Trying: 001_init  3.2 s', 'Trying:...  3.2 s', '... ']);
});

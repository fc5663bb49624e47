import { expect, test } from 'vitest';
import { isSameError } from './same-error.ts';

const failed = (error: string) => ({ kind: 'failed', error: `${error}: message` }) as const;

test('two failures are the same when they mean the same', () => {
  const same = (kind: 'plain' | 'nested', node: string, python: string): boolean =>
    isSameError({ kind, node: failed(node), python: failed(python) });
  expect(same('plain', 'P2002', 'UniqueViolationError')).toBe(true);
  expect(same('plain', 'P2002', 'ForeignKeyViolationError')).toBe(false);
  expect(same('plain', 'P2025', 'UniqueViolationError')).toBe(false);
  // A nested write may break two constraints, and meets one of them first.
  expect(same('nested', 'P2014', 'UniqueViolationError')).toBe(true);
  expect(same('nested', 'P2003', 'CheckViolationError')).toBe(true);
  expect(same('nested', 'P2025', 'UniqueViolationError')).toBe(false);
  expect(same('nested', 'P2002', 'NotFoundError')).toBe(false);
  const done = { kind: 'done', rows: [] } as const;
  expect(isSameError({ kind: 'plain', node: failed('P2002'), python: done })).toBe(false);
});

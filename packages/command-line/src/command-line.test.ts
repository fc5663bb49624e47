import { SchemaServiceError } from '@schema-service/errors';
import { expect, test } from 'vitest';
import { countText, EXIT, exitCodeOf, tableText, usageErrors } from './index.ts';

test('an error ends in the code of its kind, and any other in failure', () => {
  const withCode = (code: string) => new SchemaServiceError({ code, message: 'x', fix: 'y' });
  expect(exitCodeOf(usageErrors('tool')('x'))).toBe(EXIT.usage);
  expect(exitCodeOf(withCode('COMMAND_CANCELLED'))).toBe(EXIT.cancelled);
  expect(exitCodeOf(withCode('MIGRATION_DRIFT'))).toBe(EXIT.drift);
  expect(exitCodeOf(withCode('MIGRATION_FAILED'))).toBe(EXIT.failure);
  expect(exitCodeOf(new Error('x'))).toBe(EXIT.failure);
});

test('what was not understood names the help of its command', () => {
  const usageError = usageErrors('tool');
  expect(usageError('No.')).toMatchObject({ message: 'No.', fix: 'tool --help' });
  expect(usageError('No.', 'Add --yes.')).toMatchObject({ fix: 'Add --yes.' });
});

test('columns stand below each other, numbers to the right', () => {
  expect(
    tableText([
      ['a', 1, 'x'],
      ['bcd', 20, ''],
    ]),
  ).toBe('a     1  x\nbcd  20');
  expect(tableText([])).toBe('');
});

test('one is one, and any other number is several', () => {
  expect(countText(1, 'entry', 'entries')).toBe('1 entry');
  expect(countText(0, 'model')).toBe('0 models');
});

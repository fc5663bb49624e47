import { expect, test } from 'vitest';
import { errorRecord } from './error-record.ts';

test('what the log has of an error: its causes too, and no password', () => {
  const cause = new TypeError('Invalid URL: postgresql://u:hunter2@h:5432/db');
  const error = Object.assign(new Error('password=hunter2', { cause }), { code: 'X' });
  const record = errorRecord(error);
  expect(record).toMatchObject({ type: 'Error', message: 'password=***', code: 'X' });
  expect(record.stack).toContain('caused by: TypeError: Invalid URL: postgresql://u:***@h:5432/db');
  expect(JSON.stringify(record)).not.toContain('hunter2');
});

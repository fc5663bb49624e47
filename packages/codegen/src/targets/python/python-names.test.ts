import { expect, test } from 'vitest';
import { accessorName, className, fieldName, memberName } from './python-names.ts';

test.each([
  ['createdAt', 'created_at'],
  ['userID', 'user_id'],
  ['HTMLBody', 'html_body'],
  ['oauth2Token', 'oauth2_token'],
  ['already_snake', 'already_snake'],
  ['class', 'class_'],
  ['None', 'none'],
  ['AND', 'and_'],
  ['match', 'match'],
])('the field %s is %s', (name, expected) => {
  expect(fieldName(name)).toBe(expected);
});

test('an accessor hides nothing that clients and transactions have', () => {
  expect(accessorName('BlogPost')).toBe('blog_post');
  expect(accessorName('Transaction')).toBe('transaction_');
  expect(accessorName('Import')).toBe('import_');
});

test('classes are in Pascal case, enum members in upper case', () => {
  expect(className('audit_log')).toBe('AuditLog');
  expect(className('None')).toBe('None_');
  expect(memberName('inProgress')).toBe('IN_PROGRESS');
  expect(memberName('DONE')).toBe('DONE');
});

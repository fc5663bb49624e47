import { expect, test } from 'vitest';
import { fixtureModel } from '../test/fixture.ts';
import { typeNames } from './type-names.ts';

test('declarations keep their names, and what is derived from them steps aside', () => {
  const names = typeNames(fixtureModel('names'));
  expect(names.row.get('UserCreateInput')).toBe('UserCreateInput');
  expect(names.createInput.get('User')).toBe('UserCreateInput_');
  expect(names.createInput.get('UserCreateInput')).toBe('UserCreateInputCreateInput');
  expect(names.fixed.Tables).toBe('Tables_');
  expect(names.row.get('Promise')).toBe('Promise');
});

test('a declaration that would hide a type that the declarations need steps aside too', () => {
  const names = typeNames(fixtureModel('names'));
  expect(names.row.get('Date')).toBe('Date_');
  expect(names.fixed.Decimal).toBe('Decimal');
  expect(names.enum.get('Decimal_')).toBe('Decimal_');
});

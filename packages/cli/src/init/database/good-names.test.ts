import { expect, test } from 'vitest';
import { camelName, pascalName, plural, singular, valueName } from './good-names.ts';

test.each([
  ['blog_posts', 'BlogPosts', 'blogPosts'],
  ['CamelCase', 'CamelCase', 'camelCase'],
  ['USERS', 'Users', 'users'],
  ['user_ID', 'UserId', 'userId'],
  ['Full Name', 'FullName', 'fullName'],
  ['2fa codes', 'Word2faCodes', 'word2faCodes'],
  ['größe', 'Grosse', 'grosse'],
  ['日本', 'Word', 'word'],
  ['', 'Word', 'word'],
  ['__x', 'X', 'x'],
])('%j is %s as a model and %s as a field', (name, model, field) => {
  expect(pascalName(name, 'Word')).toBe(model);
  expect(camelName(name, 'word')).toBe(field);
});

test.each([
  ['Users', 'User'],
  ['Categories', 'Category'],
  ['Addresses', 'Address'],
  ['Boxes', 'Box'],
  ['Statuses', 'Status'],
  ['Warehouses', 'Warehouse'],
  ['Movies', 'Movie'],
  ['People', 'Person'],
  ['BlogPeople', 'BlogPerson'],
  ['Children', 'Child'],
  ['Status', 'Status'],
  ['News', 'News'],
  ['Data', 'Data'],
  ['Analytics', 'Analytics'],
  ['Metrics', 'Metric'],
  ['User', 'User'],
])('one of %s is a %s', (many, one) => {
  expect(singular(many)).toBe(one);
});

test.each([
  ['user', 'users'],
  ['category', 'categories'],
  ['day', 'days'],
  ['address', 'addresses'],
  ['status', 'statuses'],
  ['news', 'news'],
  ['users', 'users'],
  ['person', 'people'],
  ['orderChild', 'orderChildren'],
])('several of %s are %s', (one, many) => {
  expect(plural(one)).toBe(many);
});

test.each([
  ['ACTIVE', 'ACTIVE'],
  ['in-progress', 'in_progress'],
  ['2nd', 'value_2nd'],
  ['!', 'value'],
])('the value %j is %s', (value, name) => {
  expect(valueName(value)).toBe(name);
});

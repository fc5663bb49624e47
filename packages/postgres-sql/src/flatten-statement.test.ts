import { expect, test } from 'vitest';
import { flattenStatement } from './flatten-statement.ts';
import { namesIn, splitList } from './relation-name.ts';

test('comments, strings, case and space are gone; quoted names stay', () => {
  const sql = `ALTER  TABLE -- why
    public . "My ""Table" /* a /* b */ c */ ADD COLUMN X text DEFAULT E'it\\'s; ''' , DROP y ( Z )`;
  expect(flattenStatement(sql)).toBe(
    `alter table public."My ""Table" add column x text default '',drop y(z)`,
  );
});

test('a name keeps the capitals that PostgreSQL keeps', () => {
  expect(flattenStatement('DROP TABLE ÄPFEL, \u212aELVIN')).toBe('drop table Äpfel,\u212aelvin');
});

test('a body in dollar quotes is a string', () => {
  expect(flattenStatement('DO $body$ DROP TABLE x; $body$')).toBe("do ''");
});

test('ten megabytes of rows are not read to their end', () => {
  const rows = `INSERT INTO t VALUES ${'(1), '.repeat(2_000_000)}`;
  expect(flattenStatement(rows).length).toBeLessThan(20_000);
});

test('a long statement that changes the schema is read to its end', () => {
  const columns = Array.from({ length: 2000 }, (_, n) => `ADD COLUMN c${n} text`);
  const flat = flattenStatement(`ALTER TABLE t ${columns.join(', ')}, DROP COLUMN last`);
  expect(flat).toMatch(/,drop column last$/);
});

test('names and lists', () => {
  expect(namesIn('a,public."B,c",d.e.f')).toEqual(['a', 'public."B,c"', 'd.e.f']);
  expect(splitList('add a numeric(1,2),drop "b,c"')).toEqual(['add a numeric(1,2)', 'drop "b,c"']);
});

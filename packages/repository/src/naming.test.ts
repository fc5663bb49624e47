import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadNaming } from './naming.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'naming-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (text: string): void => writeFileSync(join(root, 'schema.config.json'), text);

test('reads the two names', () => {
  write('{ "scope": "@acme", "name": "main-db" }');
  expect(loadNaming(root)).toEqual({ scope: '@acme', name: 'main-db' });
});

test('a repository without the file has no names', () => {
  expect(() => loadNaming(root)).toThrow(expect.objectContaining({ code: 'CONFIG_MISSING' }));
});

test.each([
  ['{', 'not JSON'],
  ['["@acme"]', 'not an object'],
  ['{ "scope": "acme", "name": "db" }', '/scope: A scope is @'],
  ['{ "scope": "@acme", "name": "My DB" }', '/name: A name is'],
  ['{ "scope": "@acme" }', '/name: A name is'],
  ['{ "scope": "@acme", "name": 1 }', '/name: A name is'],
  ['{ "scope": "@acme", "name": "db", "nmae": "x" }', '/nmae is not known'],
])('%s: %s', (text, problem) => {
  write(text);
  expect(() => loadNaming(root)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(problem),
    }),
  );
});

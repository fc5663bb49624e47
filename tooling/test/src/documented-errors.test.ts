import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const sources = globSync(['{packages,apps,tooling}/*/src/**/*.ts', 'tooling/bootstrap/*.mjs'], {
  cwd: root,
})
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n');
const documented = new Set(
  [...readFileSync(join(root, 'docs/errors.md'), 'utf8').matchAll(/^\|.*?\|/gm)].flatMap(([cell]) =>
    [...cell.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, code]) => code),
  ),
);

test('every error code that is raised stands in docs/errors.md', () => {
  const raised = new Set(
    [...sources.matchAll(/\bcode: '([A-Z][A-Z_]+)'/g)].map(([, code]) => code),
  );
  expect(raised.size).toBeGreaterThan(50);
  expect([...raised].filter((code) => !documented.has(code))).toEqual([]);
});

test('every code in docs/errors.md is raised somewhere', () => {
  expect([...documented].filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});

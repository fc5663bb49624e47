import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig } from './load-config.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function withPart(part: string): string {
  return `{ "scope": "@acme", "name": "db", ${part} }`;
}

const write = (text: string): void => writeFileSync(join(root, 'schema.config.json'), text);

test('two names are enough: every client is built, and nothing is published', () => {
  write('{ "scope": "@acme", "name": "main-db" }');
  expect(loadConfig(root)).toEqual({
    scope: '@acme',
    name: 'main-db',
    clients: { node: {}, types: {}, python: {} },
    registries: [],
    notifiers: [],
  });
});

test('clients are chosen and named, registries and notifiers have their names', () => {
  write(`{
    "scope": "@acme",
    "name": "db",
    "repository": "https://git.example.org/acme/schema",
    "clients": { "types": false, "python": { "name": "acme-models" } },
    "unknownEnumValues": "raise",
    "registries": {
      "npm": { "kind": "npm", "access": "public" },
      "index": {
        "kind": "pypi",
        "uploadUrl": "https://pypi.example.org/legacy/",
        "indexUrl": "https://pypi.example.org/simple/"
      },
      "out": { "kind": "folder", "path": "out" }
    },
    "notifiers": { "chat": { "kind": "slack", "urlVariable": "CHAT_URL" } }
  }`);
  expect(loadConfig(root)).toMatchObject({
    repository: 'https://git.example.org/acme/schema',
    clients: { node: {}, python: { name: 'acme-models' } },
    unknownEnumValues: 'raise',
    registries: [
      { name: 'npm', kind: 'npm', access: 'public' },
      { name: 'index', kind: 'pypi' },
      { name: 'out', kind: 'folder', path: 'out' },
    ],
    notifiers: [{ name: 'chat', kind: 'slack', urlVariable: 'CHAT_URL' }],
  });
  expect(loadConfig(root).clients).not.toHaveProperty('types');
});

test('a repository without the file has no configuration', () => {
  expect(() => loadConfig(root)).toThrow(expect.objectContaining({ code: 'CONFIG_MISSING' }));
});

test.each([
  ['{', 'not JSON'],
  ['["@acme"]', 'must be object'],
  ['{ "scope": "acme", "name": "db" }', '/scope: A scope is @'],
  ['{ "scope": "@acme", "name": "My DB" }', '/name: A name is'],
  ['{ "scope": "@acme" }', '/name: A name is'],
  ['{ "scope": "@acme", "name": 1 }', '/name: A name is'],
  ['{ "scope": "@acme", "name": "db", "nmae": "x" }', 'nmae'],
  [withPart('"clients": { "go": true }'), 'go'],
  [withPart('"clients": { "python": { "name": "Acme Models" } }'), '/clients/python'],
  [withPart('"registries": { "a": { "kind": "ftp" } }'), '/registries/a/kind is one of: npm,'],
  [withPart('"registries": { "a": { "kind": "folder" } }'), '/registries/a'],
  [
    withPart('"registries": { "a": { "kind": "npm", "url": "ftp://example.org" } }'),
    '/registries/a/url must be an http or https URL',
  ],
  [withPart('"notifiers": { "a": { "kind": "slack", "url": "x" } }'), '/notifiers/a'],
])('%s: %s', (text, problem) => {
  write(text);
  expect(() => loadConfig(root)).toThrow(
    expect.objectContaining({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(problem),
    }),
  );
});

import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { apisWithToken, forgetToken, keepToken, tokenFor } from './api-tokens.ts';

function configFolder(): { readonly XDG_CONFIG_HOME: string } {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return { XDG_CONFIG_HOME: folder };
}

test('a token is kept for its URL, where nobody else reads it', () => {
  const env = configFolder();
  expect(tokenFor('https://schemas.example.org', env)).toBeUndefined();
  const file = keepToken('https://schemas.example.org/api/', 'first-token', env);
  keepToken('https://other.example.org', 'other-token', env);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700);
  expect(tokenFor('https://SCHEMAS.example.org:443/api', env)).toBe('first-token');
  expect(tokenFor('http://schemas.example.org/api', env)).toBeUndefined();
  expect(tokenFor('https://schemas.example.org', env)).toBeUndefined();
  expect(apisWithToken(env)).toEqual([
    'https://schemas.example.org/api',
    'https://other.example.org',
  ]);
  const said = { ...env, SCHEMA_API_TOKEN: 'said-token' };
  expect(tokenFor('https://schemas.example.org/api', said)).toBe('said-token');
  expect(forgetToken('https://schemas.example.org/api', env)).toBe(true);
  expect(forgetToken('https://schemas.example.org/api', env)).toBe(false);
  forgetToken('https://other.example.org', env);
  expect(existsSync(file)).toBe(false);
});

test('a file that others may read, or that is none, is not used', () => {
  const env = configFolder();
  const file = keepToken('https://schemas.example.org', 'a-token', env);
  const read = () => tokenFor('https://schemas.example.org', env);
  chmodSync(file, 0o644);
  expect(read).toThrow(expect.objectContaining({ code: 'TOKEN_FILE_UNSAFE' }));
  chmodSync(file, 0o600);
  for (const text of ['{', 'null']) {
    writeFileSync(file, text);
    expect(read).toThrow(expect.objectContaining({ code: 'TOKEN_FILE_INVALID' }));
  }
});

import { expect, test } from 'vitest';
import { createRoot } from '../test/release-root.ts';
import { loadNaming } from './index.ts';

const config = (value: unknown) => ({ 'schema.config.json': JSON.stringify(value) });

test('reads the two names', async () => {
  await using root = await createRoot(config({ scope: '@acme', name: 'main-db' }));
  expect(await loadNaming(root.path)).toEqual({ scope: '@acme', name: 'main-db' });
});

test.each([
  [{}, 'CONFIG_MISSING', 'schema.config.json'],
  [{ 'schema.config.json': '{' }, 'CONFIG_INVALID', 'not JSON'],
  [config({ scope: 'acme', name: 'db' }), 'CONFIG_INVALID', '/scope must match'],
  [config({ scope: '@acme', name: 'My DB' }), 'CONFIG_INVALID', 'name'],
  [config({ scope: '@acme' }), 'CONFIG_INVALID', 'name'],
  [config({ scope: '@acme', name: 'db', nmae: 'x' }), 'CONFIG_INVALID', 'nmae'],
])('%j: %s', async (files, code, text) => {
  await using root = await createRoot(files);
  await expect(loadNaming(root.path)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(text),
  });
});

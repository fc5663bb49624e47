import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { exampleRepository } from './released-repository.ts';

const run = promisify(execFile);
const main = join(import.meta.dirname, '..', 'dist', 'main.js');

test('the bundle finds the engines, the SQL parser and its own parts', async () => {
  using repository = exampleRepository();
  repository.write('schema/tags.prisma', 'model Tag {\n  id Int @id\n}\n');
  const schemactl = async (...args: readonly string[]): Promise<string> =>
    (await run(process.execPath, [main, ...args], { cwd: repository.path })).stdout;
  expect(await schemactl('validate')).toContain('The schema is valid');
  expect(await schemactl('migration', 'new', 'tags')).toBe('migrations/2.1.0/007_tags\n');
  expect(await schemactl('diff', '--sql')).toContain('CREATE TABLE "Tag"');
  // An integer key is a finding, which the draft explains.
  expect(await schemactl('migration', 'lint')).toMatch(/prefer-bigint[\s\S]*^ +ignored because /m);
});

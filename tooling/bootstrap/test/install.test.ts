import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { followInstall } from '../install-progress.mjs';
import { typeScriptFlags } from '../typescript.mjs';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '..', '..', '..');

test('an install says what is being fetched, how much, and how many packages are there', () => {
  const notes: string[] = [];
  const lines: string[] = [];
  const follow = followInstall(
    (note) => notes.push(note),
    (line) => lines.push(line),
  );
  const report = (name: string, event: object): void => follow(JSON.stringify({ name, ...event }));
  for (const packageId of ['big@1.0.0', 'small@1.0.0', 'stored@1.0.0']) {
    report('pnpm:progress', { status: 'resolved', packageId });
  }
  report('pnpm:progress', { status: 'found_in_store', packageId: 'stored@1.0.0' });
  report('pnpm:fetching-progress', { status: 'started', packageId: 'small@1.0.0', size: 40_000 });
  report('pnpm:fetching-progress', { status: 'started', packageId: 'big@1.0.0', size: 27_000_000 });
  follow('npm warn something that is no event');
  expect(notes.at(-1)).toBe('1 of 3 packages, 27 MB fetched, fetching big@1.0.0 (27 MB)');
  report('pnpm:progress', { status: 'fetched', packageId: 'big@1.0.0' });
  report('pnpm:progress', { status: 'fetched', packageId: 'small@1.0.0' });
  expect(notes.at(-1)).toBe('3 of 3 packages, 27 MB fetched');
  expect(lines).toEqual(['fetching big@1.0.0, 27 MB']);
});

test.each([
  { version: '20.19.0', flags: 2 },
  { version: '22.18.0', flags: 2 },
  { version: '24.0.0', flags: 0 },
])('Node $version gets $flags flags to run TypeScript', ({ version, flags }) => {
  expect(typeScriptFlags(version)).toHaveLength(flags);
});

test.each([
  { program: 'tooling/start/src/main.ts', args: ['--help'], says: 'npm start' },
  { program: 'packages/cli/src/main.ts', args: ['validate'], says: 'sha256:' },
])('$program runs as an older Node loads it', async ({ program, args, says }) => {
  const { stdout } = await execute(
    process.execPath,
    [...typeScriptFlags('20.19.0'), '--conditions=source', join(root, program), ...args],
    { cwd: root },
  );
  expect(stdout).toContain(says);
});

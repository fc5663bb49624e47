import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { nodeComplaint } from '../prerequisites.mjs';
import { findPython } from '../python.mjs';
import { CommandFailed, run } from '../steps.mjs';

test.each(['20.19.0', '20.20.2', '22.1.0', '24.21.0'])('Node %s will do', (version) => {
  expect(nodeComplaint(version)).toBeUndefined();
});

test.each(['20.18.3', '18.20.0', '0.12.1'])(
  'Node %s is refused in one line that says how to get it',
  (version) => {
    expect(nodeComplaint(version)).toMatch(
      new RegExp(`^Node\\.js 20\\.19 or newer .* this is ${version}\\. .*nvm install`),
    );
  },
);

describe('Python', () => {
  let bin: string;
  beforeEach(() => {
    bin = mkdtempSync(join(tmpdir(), 'bootstrap-'));
    vi.stubEnv('PATH', bin);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(bin, { recursive: true, force: true });
  });
  const fake = (name: string, script: string): void => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  };

  test('none at all is said, with where to get it', () => {
    expect(findPython()).toEqual({
      missing: expect.stringMatching(/none is on PATH.*python\.org/),
    });
  });

  test('one that is too old is named, and a newer one under another name is taken', () => {
    fake('python3', 'echo \'["/old/python3", 3, 9, 2]\'');
    expect(findPython()).toEqual({ missing: expect.stringContaining('python3 is 3.9.2') });
    fake('python3.12', 'echo \'["/new/python3.12", 3, 12, 1]\'');
    expect(findPython()).toEqual({ path: '/new/python3.12', version: '3.12.1' });
  });

  test('one without venv is named, with the package to install', () => {
    fake('python3', 'exit 1');
    expect(findPython()).toEqual({ missing: expect.stringContaining('apt install python3-venv') });
  });
});

test('a program that fails carries the end of what it printed, and all of it is in the file', async () => {
  const logFile = join(mkdtempSync(join(tmpdir(), 'bootstrap-')), 'run.log');
  const failing = run(process.execPath, ['-e', 'console.log("the reason"); process.exit(3)'], {
    logFile,
  });
  await expect(failing).rejects.toThrow(CommandFailed);
  await expect(failing).rejects.toThrow(/exit code 3.*the reason/s);
  expect(readFileSync(logFile, 'utf8')).toBe('the reason\n');
});

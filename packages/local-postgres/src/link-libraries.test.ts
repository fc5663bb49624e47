import { mkdirSync, mkdtempSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { linkLibraries } from './link-libraries.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'libraries-'));
  mkdirSync(join(folder, 'native/lib'), { recursive: true });
  writeFileSync(
    join(folder, 'native/pg-symlinks.json'),
    JSON.stringify([
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so' },
      { source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' },
    ]),
  );
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('links that the install script would have made are made, and those that are there stay', async () => {
  await linkLibraries(folder);
  await linkLibraries(folder);
  expect(readlinkSync(join(folder, 'native/lib/libpq.so'))).toBe('libpq.so.5.18');
  expect(readlinkSync(join(folder, 'native/lib/libpq.so.5'))).toBe('libpq.so.5.18');
});

test('a folder that cannot be written to is told with what to do', async () => {
  rmSync(join(folder, 'native/lib'), { recursive: true });
  await expect(linkLibraries(folder)).rejects.toMatchObject({ code: 'LOCAL_POSTGRES_NOT_LINKED' });
});

test('a package without a list has nothing to link', async () => {
  rmSync(join(folder, 'native/pg-symlinks.json'));
  await expect(linkLibraries(folder)).resolves.toBeUndefined();
});

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GeneratedFile, GeneratedPackage } from './generated-package.ts';
import { writePackage } from './write-package.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'write-package-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const packageOf = (...files: GeneratedFile[]): GeneratedPackage => ({
  kind: 'generatedPackage',
  ecosystem: 'npm',
  name: '@org/db-types',
  version: '1.0.0',
  files,
});

test('a package is written with the folders above it', async () => {
  const target = join(folder, 'a', 'b');
  await writePackage(packageOf({ path: 'src/deep/x.ts', content: 'x' }), target);
  expect(readFileSync(join(target, 'src/deep/x.ts'), 'utf8')).toBe('x');
});

test('what was there before is gone, and nothing is left beside it', async () => {
  const target = join(folder, 'package');
  mkdirSync(target);
  writeFileSync(join(target, 'old.ts'), 'old');
  await writePackage(packageOf({ path: 'new.ts', content: 'new' }), target);
  expect(readdirSync(target)).toEqual(['new.ts']);
  expect(readdirSync(folder)).toEqual(['package']);
});

test('when writing fails, what was there before stays whole', async () => {
  const target = join(folder, 'package');
  mkdirSync(target);
  writeFileSync(join(target, 'old.ts'), 'old');
  const impossible = packageOf(
    { path: 'new.ts', content: 'new' },
    { path: 'new.ts/below-a-file.ts', content: '' },
  );
  await expect(writePackage(impossible, target)).rejects.toMatchObject({
    code: 'PACKAGE_WRITE_FAILED',
    meta: { package: '@org/db-types', directory: target },
  });
  expect(readdirSync(target)).toEqual(['old.ts']);
  expect(readdirSync(folder)).toEqual(['package']);
});

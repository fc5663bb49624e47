import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frozenVersions, latestVersion } from './frozen-versions.ts';
import { isVersion, latestOf } from './versions.ts';

test('a version has one spelling', () => {
  expect(['1.0.0', '2.0.0-rc.1'].every(isVersion)).toBe(true);
  expect(['v1.0.0', '1.0', '1.0.0+build', ' 1.0.0', 'latest', ''].some(isVersion)).toBe(false);
});

test('the latest is the highest, and no prerelease', () => {
  expect(latestOf(['1.9.0', '1.10.0', '2.0.0-rc.1'])).toBe('1.10.0');
  expect(latestOf(['1.0.0-rc.1'])).toBeUndefined();
});

test('a withdrawn version is frozen, and not the latest', () => {
  const root = mkdtempSync(join(tmpdir(), 'repository-'));
  try {
    for (const version of ['1.0.0', '1.1.0', '2.0.0-rc.1']) {
      mkdirSync(join(root, 'schema/versions', version), { recursive: true });
      writeFileSync(join(root, 'schema/versions', version, 'metadata.json'), '{}');
    }
    expect(latestVersion(root)).toBe('1.1.0');
    writeFileSync(join(root, 'schema/versions/1.1.0/withdrawn.json'), '{}');
    expect(latestVersion(root)).toBe('1.0.0');
    expect(frozenVersions(root)).toEqual(['1.0.0', '1.1.0', '2.0.0-rc.1']);
  } finally {
    rmSync(root, { recursive: true });
  }
});

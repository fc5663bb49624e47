import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract, list } from 'tar';
import { expect, test } from 'vitest';
import type { GeneratedPackage } from '../../generated-package.ts';
import { packNpm } from './pack-npm.ts';
import { unpackNpm } from './unpack-npm.ts';

const long = `src/${'a'.repeat(120)}/${'b'.repeat(200)}.ts`;
const generated: GeneratedPackage = {
  kind: 'generatedPackage',
  ecosystem: 'npm',
  name: '@org/db-types',
  version: '1.0.0',
  files: [
    { path: 'README.md', content: 'Grüße\n' },
    { path: 'data.bin', content: new Uint8Array([0, 1, 255]) },
    { path: 'empty', content: '' },
    { path: 'package.json', content: '{"name":"@org/db-types","version":"1.0.0"}' },
    { path: long, content: 'x'.repeat(512) },
  ],
};

test('a tarball unpacks to the files that went in, long paths and binary ones too', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pack-npm-'));
  try {
    const file = join(folder, 'package.tgz');
    writeFileSync(file, packNpm(generated).bytes);
    await extract({ file, cwd: folder });
    for (const { path, content } of generated.files) {
      expect(readFileSync(join(folder, 'package', path)), path).toEqual(Buffer.from(content));
    }
    expect(statSync(join(folder, 'package', 'README.md')).mode & 0o777).toBe(0o644);

    const entries: object[] = [];
    await list({
      file,
      onReadEntry: ({ path, mtime, uid, gid }) => entries.push({ path, mtime, uid, gid }),
    });
    const stamp = { mtime: new Date('1985-10-26T08:15:00.000Z'), uid: 0, gid: 0 };
    expect(entries).toEqual(
      generated.files.map(({ path }) => ({ path: `package/${path}`, ...stamp })),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a tarball is read back as the package that it was', async () => {
  const files = generated.files.map(({ path, content }) => ({
    path,
    content: Buffer.from(content),
  }));
  expect(await unpackNpm(packNpm(generated))).toEqual({ ...generated, files });
});

test('an artifact carries its digests and the manifest inside', () => {
  const artifact = packNpm(generated);
  expect(artifact).toMatchObject({
    format: 'npm-tarball',
    filename: 'org-db-types-1.0.0.tgz',
    manifest: { name: '@org/db-types', version: '1.0.0' },
    // A change here changes what every registry has stored: releases are for ever.
    sha256: '1c42714f14405f8bfe5c18cfef319c534e90e2aa13addd5dc913ca054ea54a55',
  });
  expect(artifact.integrity).toMatch(/^sha512-[A-Za-z0-9+/]{86}==$/);
});

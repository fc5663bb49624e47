import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { writeTarGz } from '../archives/write-tar.ts';
import { isPythonSpelling } from './python-spelling.ts';
import { readPackage } from './read-package.ts';

const metadata = 'Metadata-Version: 2.4\nName: Org_DB.client\nVersion: 1.0.0\n\nWords.\n';
const info = 'org_db_client-1.0.0.dist-info';
const wheelName = 'org_db_client-1.0.0-py3-none-any.whl';

/** A wheel whose RECORD is right, and what a test changes of it. */
function wheel(
  edits: Readonly<Record<string, string | undefined>> = {},
  record = (right: string): string => right,
): Uint8Array {
  const files = Object.entries({
    'org_db_client/__init__.py': 'x = 1\n',
    [`${info}/METADATA`]: metadata,
    [`${info}/WHEEL`]: 'Wheel-Version: 1.0\n',
    ...edits,
  }).filter((file): file is [string, string] => file[1] !== undefined);
  const lines = files.map(([path, text]) => {
    const digest = createHash('sha256').update(text).digest('base64url');
    return `${path},sha256=${digest},${Buffer.byteLength(text)}\n`;
  });
  const all = [...files, [`${info}/RECORD`, record(`${lines.join('')}${info}/RECORD,,\n`)]];
  return zipSync(Object.fromEntries(all.map(([path, text]) => [path, Buffer.from(text ?? '')])));
}

const codeOf = (file: string, bytes: Uint8Array): Promise<unknown> =>
  readPackage(file, bytes).then(
    () => 'taken',
    (error: unknown) => Object(error).code,
  );

test('a wheel says what it is by its own METADATA', async () => {
  expect(await readPackage(wheelName, wheel())).toMatchObject({
    ecosystem: 'pypi',
    format: 'wheel',
    language: 'python',
    name: 'org-db-client',
    version: '1.0.0',
    coreMetadata: metadata,
  });
  const again = await readPackage(wheelName, wheel());
  const other = await readPackage(wheelName, wheel({ 'org_db_client/more.py': '' }));
  expect(again.content).toBe((await readPackage(wheelName, wheel())).content);
  expect(again.content).not.toBe(other.content);
});

test.each<[string, Uint8Array, string?]>([
  ['PACKAGE_MANIFEST_MISMATCH', wheel(), 'org_db_client-1.0.1-py3-none-any.whl'],
  ['PACKAGE_MANIFEST_INVALID', wheel(), 'org_db_client.whl'],
  ['PACKAGE_MANIFEST_INVALID', wheel(), `${'x'.repeat(400)}.whl`],
  ['PACKAGE_MANIFEST_INVALID', wheel(), 'org_db_client-1.0.0.exe'],
  ['PACKAGE_MANIFEST_INVALID', wheel({ [`${info}/METADATA`]: undefined })],
  ['PACKAGE_MANIFEST_INVALID', wheel({ [`${info}/METADATA`]: 'Name: org-db-client\n' })],
  ['PACKAGE_MANIFEST_INVALID', wheel({ [`${info}/METADATA`]: `Name: x\n${metadata}` })],
  ['PACKAGE_MANIFEST_INVALID', wheel({ [`${info}/METADATA`]: `${metadata}\0` })],
  [
    'PACKAGE_MANIFEST_INVALID',
    wheel({ [`${info}/METADATA`]: `X: ${' '.repeat(9_000)}\n${metadata}` }),
  ],
  [
    'PACKAGE_MANIFEST_MISMATCH',
    wheel({ [`${info}/METADATA`]: metadata.replace('Org_DB', 'evil') }),
  ],
  [
    'PACKAGE_MANIFEST_MISMATCH',
    wheel({ [`${info}/METADATA`]: metadata.replace('1.0.0', '2.0.0') }),
  ],
  ['PACKAGE_MANIFEST_MISMATCH', wheel({ 'other-1.0.0.dist-info/METADATA': metadata })],
  ['PACKAGE_RECORD_MISMATCH', wheel({}, (right) => right.replace(',6\n', ',7\n'))],
  ['PACKAGE_RECORD_MISMATCH', wheel({}, (right) => right.split('\n').slice(1).join('\n'))],
  ['PACKAGE_RECORD_MISMATCH', wheel({}, (right) => `${right}absent.py,sha256=AA,1\n`)],
  ['PACKAGE_RECORD_MISMATCH', wheel({}, (right) => `${right.split('\n', 1)[0]}\n${right}`)],
  ['PACKAGE_INSTALL_SCRIPT', wheel({ 'org_db_client-1.0.0.data/scripts/run': '' })],
  ['PACKAGE_INSTALL_SCRIPT', wheel({ 'evil.pth': 'import os' })],
])('a wheel is refused: %s', async (code, bytes, file = wheelName) => {
  expect(await codeOf(file, bytes)).toBe(code);
});

test('a source distribution is read and refused alike', async () => {
  const file = 'org_db_client-1.0.0.tar.gz';
  const sdist = (files: Readonly<Record<string, string>>) =>
    writeTarGz(Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) })));
  const right = { 'org_db_client-1.0.0/PKG-INFO': metadata };
  expect(await readPackage(file, sdist(right))).toMatchObject({
    format: 'sdist',
    name: 'org-db-client',
    version: '1.0.0',
  });
  const setup = { ...right, 'org_db_client-1.0.0/setup.py': 'evil()' };
  expect(await codeOf(file, sdist(setup))).toBe('PACKAGE_INSTALL_SCRIPT');
  expect(await codeOf(file, sdist({ ...right, 'other/x': '' }))).toBe('PACKAGE_MANIFEST_MISMATCH');
  expect(await codeOf(file, sdist({ 'org_db_client-1.0.0/x': '' }))).toBe(
    'PACKAGE_MANIFEST_INVALID',
  );
  expect(await codeOf('org_db_client-1.0.1.tar.gz', sdist(right))).toBe(
    'PACKAGE_MANIFEST_MISMATCH',
  );
  expect(await codeOf(file, gzipSync('no archive'))).toBe('ARCHIVE_UNREADABLE');
});

test('a package.json that no reader gets through is refused', async () => {
  const npm = (text: string) =>
    codeOf('x.tgz', writeTarGz([{ path: 'package/package.json', bytes: Buffer.from(text) }]));
  const manifest = '"name":"@org/x","version":"1.0.0"';
  expect(await npm(`{${manifest}}`)).toBe('taken');
  const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
  expect(await npm(`{${manifest},"x":${deep}}`)).toBe('PACKAGE_MANIFEST_INVALID');
  expect(await npm(`{${manifest},"x":"\\u0000"}`)).toBe('PACKAGE_MANIFEST_INVALID');
  expect(await npm(`{${manifest},"x":"${'x'.repeat(2_000_000)}"}`)).toBe(
    'PACKAGE_MANIFEST_INVALID',
  );
  expect(await npm(`[${'1,'.repeat(5)}1]`)).toBe('PACKAGE_MANIFEST_INVALID');
});

test.each([
  ['2.0.0', '2.0.0', true],
  ['2.0.0rc1', '2.0.0-rc.1', true],
  ['2.0.0b0', '2.0.0-beta', true],
  ['2.0.0.dev3', '2.0.0-next.3', true],
  ['2.0.0rc1', '2.0.0-rc.2', false],
  ['2.0.0rc1', '2.0.0', false],
  ['2.0.0', '2.0.0-rc.1', false],
  ['2.0.0a1', '2.0.0-beta.1', false],
  ['2.0.1', '2.0.0', false],
])('Python spells %s what is %s: %s', (python, version, expected) => {
  expect(isPythonSpelling(python, version)).toBe(expected);
});

import { createHash } from 'node:crypto';
import { SchemaServiceError } from '@schema-service/errors';
import { type ArchiveEntry, packageLimits } from '../archives/archive-problem.ts';
import { readTarGz } from '../archives/read-tar.ts';
import { readZip } from '../archives/read-zip.ts';
import { canonicalJson, sha256 } from '../digest.ts';
import { readCoreMetadata } from './core-metadata.ts';
import { digestsOf, type InspectedPackage } from './inspected-package.ts';
import { pythonProjectName } from './package-names.ts';
import { installScript, manifestInvalid, manifestMismatch } from './package-problem.ts';

const wheelName =
  /^([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-\d[A-Za-z0-9_.]*)?-[\w.]+-[\w.]+-[\w.]+\.whl$/;
const sdistName = /^([A-Za-z0-9_.-]+)-([A-Za-z0-9_.!+]+)\.tar\.gz$/;

/**
 * Reads a wheel: its METADATA, which must be that of its file name, and its
 * RECORD, which must list every file with its digest.
 *
 * @throws SchemaServiceError `PACKAGE_MANIFEST_INVALID`, `PACKAGE_MANIFEST_MISMATCH`, `PACKAGE_RECORD_MISMATCH`, `PACKAGE_INSTALL_SCRIPT`, and what archives are refused for
 */
export async function readWheel(file: string, bytes: Uint8Array): Promise<InspectedPackage> {
  const [, name = '', version = ''] = wheelName.exec(file) ?? [];
  if (name === '') throw manifestInvalid(file, 'a wheel is called NAME-VERSION-TAG.whl.');
  const entries = await readZip(file, bytes, packageLimits);
  const info = `${name}-${version}.dist-info`;
  const strange = entries.find(
    ({ path }) => /\.dist-info\//.test(path) && !path.startsWith(`${info}/`),
  );
  if (strange !== undefined) throw manifestMismatch(file, [strange.path]);
  const metadataEntry = entries.find(({ path }) => path === `${info}/METADATA`);
  if (metadataEntry === undefined) throw manifestInvalid(file, `it has no ${info}/METADATA.`);
  checkRecord(file, info, entries);
  for (const { path } of entries) {
    if (/^[^/]+\.data\//.test(path))
      throw installScript(file, `${path}, which is installed outside of its package`);
    if (/^[^/]+\.pth$/.test(path))
      throw installScript(file, `${path}, which Python runs whenever it starts`);
  }
  return inspected({
    file,
    format: 'wheel',
    name,
    version,
    bytes,
    entries,
    metadata: metadataEntry.bytes,
  });
}

/**
 * Reads a source distribution: its PKG-INFO, which must be that of its file name.
 *
 * @throws SchemaServiceError `PACKAGE_MANIFEST_INVALID`, `PACKAGE_MANIFEST_MISMATCH`, `PACKAGE_INSTALL_SCRIPT`, and what archives are refused for
 */
export async function readSdist(file: string, bytes: Uint8Array): Promise<InspectedPackage> {
  const [, name = '', version = ''] = sdistName.exec(file) ?? [];
  if (name === '')
    throw manifestInvalid(file, 'a source distribution is called NAME-VERSION.tar.gz.');
  const entries = await readTarGz(file, bytes, packageLimits);
  const folder = `${name}-${version}`;
  const outside = entries.find(({ path }) => !path.startsWith(`${folder}/`));
  if (outside !== undefined) throw manifestMismatch(file, [outside.path]);
  const info = entries.find(({ path }) => path === `${folder}/PKG-INFO`);
  if (info === undefined) throw manifestInvalid(file, `it has no ${folder}/PKG-INFO.`);
  if (entries.some(({ path }) => path === `${folder}/setup.py`)) {
    throw installScript(file, 'a setup.py, which runs when it is installed');
  }
  return inspected({ file, format: 'sdist', name, version, bytes, entries, metadata: info.bytes });
}

function inspected({
  file,
  format,
  name,
  version,
  bytes,
  entries,
  metadata,
}: {
  readonly file: string;
  readonly format: 'wheel' | 'sdist';
  readonly name: string;
  readonly version: string;
  readonly bytes: Uint8Array;
  readonly entries: readonly ArchiveEntry[];
  readonly metadata: Uint8Array;
}): InspectedPackage {
  const own = readCoreMetadata(file, metadata);
  const different = [
    ...(own.name === pythonProjectName(name) ? [] : ['Name']),
    ...(own.version === version ? [] : ['Version']),
  ];
  if (different.length > 0) throw manifestMismatch(file, different);
  const files = entries
    .map(({ path, bytes: content }) => [path, sha256(content)])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return {
    language: 'python',
    ecosystem: 'pypi',
    format,
    name: own.name,
    version,
    filename: file,
    bytes,
    ...digestsOf(bytes),
    coreMetadata: own.text,
    content: sha256(canonicalJson(files)),
  };
}

/** Every file is in RECORD once, with its digest and size; RECORD itself has neither. */
function checkRecord(file: string, info: string, entries: readonly ArchiveEntry[]): void {
  const own = `${info}/RECORD`;
  const record = entries.find(({ path }) => path === own);
  if (record === undefined) throw manifestInvalid(file, `it has no ${own}.`);
  const unsigned = entries.filter(({ path }) => path !== own);
  const expected = new Set(
    unsigned.map(({ path, bytes }) => {
      const digest = createHash('sha256').update(bytes).digest('base64url');
      return `${path},sha256=${digest},${bytes.length}`;
    }),
  );
  const lines = record.bytes.toString().split(/\r?\n/).filter(Boolean);
  const listed = lines.filter((line) => line !== `${own},,`);
  const found = new Set(listed);
  const wrong =
    listed.find((line) => !expected.has(line)) ?? [...expected].find((line) => !found.has(line));
  if (wrong === undefined && listed.length === expected.size) return;
  throw new SchemaServiceError({
    code: 'PACKAGE_RECORD_MISMATCH',
    message: `${file} does not hold what its RECORD lists: ${wrong?.split(',', 1)[0] ?? 'a file twice'}`,
    why: 'Installers check files by it.',
    fix: 'Send the file that schemactl release build wrote, unchanged.',
    meta: { file },
  });
}

import { createHash } from 'node:crypto';
import { type Zippable, zipSync } from 'fflate';
import type { Artifact, GeneratedFile, GeneratedPackage } from '../../generated-package.ts';
import { archiveName, bytesOf, coreMetadataFile, pythonArtifact } from './python-artifact.ts';

const WHEEL = `Wheel-Version: 1.0
Generator: schema-service
Root-Is-Purelib: true
Tag: py3-none-any
`;

const UNIX = 3;
const REGULAR_FILE_0644 = 0o100644 << 16;

/**
 * Packs the Python client as a pure wheel (PEP 427). The bytes depend on the
 * package's files alone; the compression is in JavaScript, because that of
 * Node's zlib changes between versions.
 */
export function packWheel(source: GeneratedPackage): Artifact {
  const distInfo = `${archiveName(source)}.dist-info`;
  const files = [
    ...source.files.filter(({ path }) => path.includes('/')),
    { path: `${distInfo}/METADATA`, content: coreMetadataFile(source).content },
    { path: `${distInfo}/WHEEL`, content: WHEEL },
  ];
  const record = `${distInfo}/RECORD`;
  const entries = [...files, { path: record, content: recordOf(files, record) }];
  const zippable: Zippable = Object.fromEntries(
    entries.map((file) => [file.path, [bytesOf(file), {}]]),
  );
  // In local time: zip knows no time zone, and the library writes what a clock on the wall shows.
  const mtime = new Date(1980, 0, 1);
  const bytes = zipSync(zippable, { level: 9, mtime, os: UNIX, attrs: REGULAR_FILE_0644 });
  return pythonArtifact(source, 'wheel', `${archiveName(source)}-py3-none-any.whl`, bytes);
}

/** A line of path, digest and size for each file; the record itself has neither. */
function recordOf(files: readonly GeneratedFile[], record: string): string {
  const lines = files.map((file) => {
    const bytes = bytesOf(file);
    const digest = createHash('sha256').update(bytes).digest('base64url');
    return `${file.path},sha256=${digest},${bytes.length}`;
  });
  return `${[...lines, `${record},,`].join('\n')}\n`;
}

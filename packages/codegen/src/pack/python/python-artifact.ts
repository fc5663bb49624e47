import { createHash } from 'node:crypto';
import { strToU8 } from 'fflate';
import type { Artifact, GeneratedFile, GeneratedPackage } from '../../generated-package.ts';

/** The bytes of a file. */
export function bytesOf({ content }: GeneratedFile): Uint8Array {
  return typeof content === 'string' ? strToU8(content) : content;
}

/** `org_db_client-2.0.0`: how wheels, sdists and the folders in them are called (PEP 427, PEP 625). */
export function archiveName({ name, version }: GeneratedPackage): string {
  return `${name.replaceAll('-', '_')}-${version}`;
}

/** The core metadata, which the target writes as `PKG-INFO`. */
export function coreMetadataFile(source: GeneratedPackage): GeneratedFile {
  const file = source.files.find(({ path }) => path === 'PKG-INFO');
  if (file === undefined) throw new Error(`${source.name} has no PKG-INFO`);
  return file;
}

/** An artifact of these bytes, with its digests. */
export function pythonArtifact(
  source: GeneratedPackage,
  format: 'wheel' | 'sdist',
  filename: string,
  bytes: Uint8Array,
): Artifact {
  return {
    kind: 'artifact',
    ecosystem: 'pypi',
    format,
    name: source.name,
    version: source.version,
    filename,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    coreMetadata: Buffer.from(bytesOf(coreMetadataFile(source))).toString('utf8'),
  };
}

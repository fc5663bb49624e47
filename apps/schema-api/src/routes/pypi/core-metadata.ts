import { createHash } from 'node:crypto';

/** SHA-256 of a METADATA file's bytes, as an index announces it (PEP 714). */
export function metadataHash(coreMetadata: string): string {
  return createHash('sha256').update(coreMetadata).digest('hex');
}

/** The `Requires-Python` of a METADATA file: a header of its first block. */
export function requiresPython(coreMetadata: string): string | undefined {
  const headers = coreMetadata.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^Requires-Python:[ \t]*(.+?)[ \t\r]*$/im.exec(headers)?.[1];
}

import { createHash } from 'node:crypto';
import type { ReleaseMetadata } from '@schema-service/catalog';

/** SHA-256 as lower-case hex; text is hashed as its UTF-8 bytes. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * JSON with the keys of every object sorted by code unit and no white space, so
 * that equal values have equal text. The idea is RFC 8785's; the numbers here
 * are small integers, which all writers spell alike.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Whether a value of JSON is nested so deep that what works on it by recursion could run out of stack. */
export function isDeep(value: unknown, most = 100): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
  return false;
}

/** The digest that the metadata should carry: over everything in it but the digest itself. */
export function metadataDigest(metadata: Omit<ReleaseMetadata, 'digest'>): string {
  return sha256(canonicalJson({ ...metadata, digest: undefined }));
}

/** Completes the metadata with its digest. */
export function seal(metadata: Omit<ReleaseMetadata, 'digest'>): ReleaseMetadata {
  return { ...metadata, digest: metadataDigest(metadata) };
}

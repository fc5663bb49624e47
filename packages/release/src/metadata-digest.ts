import type { ReleaseMetadata } from '@schema-service/catalog';
import { canonicalJson, sha256 } from './digest.ts';

/** The digest that the metadata should carry: over everything in it but the digest itself. */
export function metadataDigest(metadata: Omit<ReleaseMetadata, 'digest'>): string {
  return sha256(canonicalJson({ ...metadata, digest: undefined }));
}

/** Completes the metadata with its digest. */
export function seal(metadata: Omit<ReleaseMetadata, 'digest'>): ReleaseMetadata {
  return { ...metadata, digest: metadataDigest(metadata) };
}

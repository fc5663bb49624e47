import { createHash } from 'node:crypto';
import type { PublishedArtifact } from '@schema-service/catalog';
import { sha256 } from '../digest.ts';

/** A package as it was read out of its own archive. */
export interface InspectedPackage extends PublishedArtifact {
  /** SHA-256 over its files, whatever packed them: a client that packs a package anew gives it other bytes. */
  readonly content: string;
}

export function digestsOf(bytes: Uint8Array): Pick<PublishedArtifact, 'sha256' | 'integrity'> {
  const sha512 = createHash('sha512').update(bytes).digest('base64');
  return { sha256: sha256(bytes), integrity: `sha512-${sha512}` };
}

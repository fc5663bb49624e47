import type { ArtifactSummary, BlobStore } from '@schema-service/catalog';
import type { Offer } from '../plugins/representations.ts';

const contentTypes: Readonly<Record<ArtifactSummary['format'], string>> = {
  'npm-tarball': 'application/gzip',
  wheel: 'application/zip',
  sdist: 'application/gzip',
};

/** A package as it was packed; its bytes are read where they are not kept. */
export function artifactOffer(artifact: ArtifactSummary, blobs: BlobStore): Offer {
  const { sha256, filename, format } = artifact;
  const type = contentTypes[format];
  const make = async () => {
    const body = await blobs.read(sha256);
    if (!body) throw new Error(`The catalog lists ${filename} and does not have it.`);
    return { type, body };
  };
  return { type, key: `artifact ${sha256} ${filename}`, artifact, make };
}

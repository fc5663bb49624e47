import type { ArtifactSummary } from '@schema-service/catalog';
import type { FastifyReply } from 'fastify';

/** Never octet-stream: that counts as worth compressing, and a tarball's digest is that of its packed bytes. */
const contentTypes: Readonly<Record<ArtifactSummary['format'], string>> = {
  'npm-tarball': 'application/gzip',
  wheel: 'application/zip',
  sdist: 'application/gzip',
};

/** Sends a package as it was packed, with its digest as ETag and as RFC 9530 header. */
export function sendArtifact(
  reply: FastifyReply,
  { summary, bytes }: { readonly summary: ArtifactSummary; readonly bytes: Uint8Array },
): FastifyReply {
  const digest = Buffer.from(summary.sha256, 'hex').toString('base64');
  return reply
    .type(contentTypes[summary.format])
    .header('content-disposition', `attachment; filename="${summary.filename}"`)
    .header('repr-digest', `sha-256=:${digest}:`)
    .header('etag', `"${summary.sha256}"`)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

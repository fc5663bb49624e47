import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { SchemaServiceError } from '@schema-service/errors';
import type { FastifyRequest } from 'fastify';

const MIB = 1024 * 1024;
/** Of a release with all its packages, packed. */
export const MOST_BUNDLE_BYTES: number = 64 * MIB;
/** In milliseconds: how long a bundle may take to come. */
const LONGEST_BODY = 120_000;

const algorithms: Readonly<Record<string, string>> = { 'sha-256': 'sha256', 'sha-512': 'sha512' };

/**
 * Reads a body of bytes, and checks it against the length and the digests that
 * were sent with it (RFC 9530).
 *
 * @throws SchemaServiceError `REQUEST_TOO_LARGE`, `REQUEST_TIMEOUT`, `REQUEST_DIGEST_MISMATCH`, `MEDIA_TYPE_UNSUPPORTED`
 */
export async function readBody({ headers, body }: FastifyRequest): Promise<Buffer> {
  if (!(body instanceof Readable)) throw noBundle();
  const length = Number(headers['content-length'] ?? 0);
  if (length > MOST_BUNDLE_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => body.destroy(timeout()), LONGEST_BODY);
  try {
    for await (const chunk of body) {
      size += chunk.length;
      if (size > MOST_BUNDLE_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } finally {
    clearTimeout(timer);
  }
  const bytes = Buffer.concat(chunks);
  for (const name of ['content-digest', 'repr-digest']) checkDigest(name, headers[name], bytes);
  return bytes;
}

/** A dictionary of structured fields: `sha-256=:<base64>:, sha-512=:<base64>:`. Unknown algorithms are passed over. */
function checkDigest(header: string, value: string | string[] | undefined, bytes: Buffer): void {
  for (const part of [value ?? []].flat().join(',').split(',')) {
    const [, name = '', digest] = /^\s*([\w-]+)\s*=\s*:([^:]*):\s*$/.exec(part) ?? [];
    const algorithm = algorithms[name.toLowerCase()];
    if (algorithm === undefined) continue;
    if (createHash(algorithm).update(bytes).digest('base64') === digest) continue;
    throw new SchemaServiceError({
      code: 'REQUEST_DIGEST_MISMATCH',
      message: `The body does not have the ${name} of its ${header}.`,
      why: 'It was changed on its way, or is another one.',
      fix: 'Send it again.',
      meta: { header, algorithm: name },
    });
  }
}

function noBundle(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MEDIA_TYPE_UNSUPPORTED',
    message: 'This takes a bundle, and none was sent.',
    fix: 'Send it with the header content-type: application/gzip',
  });
}

function tooLarge(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_TOO_LARGE',
    message: `The body has more than ${MOST_BUNDLE_BYTES / MIB} MiB.`,
    why: 'A release with all its packages has a few.',
    meta: { most: MOST_BUNDLE_BYTES },
  });
}

function timeout(): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REQUEST_TIMEOUT',
    message: `The body did not come within ${LONGEST_BODY / 1_000} s.`,
    fix: 'Send it again.',
  });
}

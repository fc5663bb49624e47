import { createHash } from 'node:crypto';
import type { ArtifactSummary } from '@schema-service/catalog';
import { type Coding, compress } from './compress.ts';

/** An answer's body with what is said of it, as a route makes it. */
export interface Content {
  /** The media type, with a charset where it has one. */
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Where it is instead: the answer is a redirect then, and has no body. */
  readonly location?: string;
  /** An artifact is sent as it was packed, whole or in ranges; its digest is its tag. Else a document, sent compressed. */
  readonly artifact?: ArtifactSummary;
  /** Others that go along, names and values in turn. */
  readonly headers?: readonly string[];
  /** A file that is made when it is asked for: sent as it is, with its digest as its tag. */
  readonly filename?: string;
}

/** One form of a representation: its bytes, and the headers to write with them (names and values in turn). */
export interface Form {
  readonly bytes: Buffer;
  readonly headers: readonly string[];
}

/** Everything that is ever sent for one content, made once. */
export interface Representation {
  readonly kind: 'representation';
  readonly status: 200 | 307;
  readonly etag: string;
  readonly plain: Form;
  /** Smallest first. */
  readonly codings: readonly Coding[];
  readonly compressed: ReadonlyMap<Coding, Form>;
  /** What a 304 says. */
  readonly notModified: readonly string[];
  /** Which artifact it is, if it is one: sent in ranges, and counted as a download. */
  readonly artifact: ArtifactSummary | undefined;
  /** In bytes: what it takes in memory. */
  readonly weight: number;
}

/** How long and by whom it may be kept, and what it depends on. */
export interface Caching {
  readonly cacheControl: string;
  /** The request headers that choose it, beside the compression. */
  readonly vary: readonly string[];
}

/**
 * Makes the forms of a content. Tags follow one rule: a file, which goes out in
 * one form only, has its digest as a strong tag; a document has a weak
 * one, the same for all its forms.
 */
export async function makeRepresentation(
  { type, body, artifact, location, filename, headers = [] }: Content,
  { cacheControl, vary }: Caching,
): Promise<Representation> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : asBuffer(body);
  const file =
    artifact ?? (filename === undefined ? undefined : { filename, sha256: digest(bytes, 'hex') });
  const forms = file ? [] : await compress(bytes);
  const etag = file ? artifactTag(file) : `W/"${digest(bytes, 'base64url').slice(0, 27)}"`;
  const varied = forms.length === 0 ? vary : [...vary, 'accept-encoding'];
  const kept = validators(etag, { cacheControl, vary: varied });
  const described =
    location === undefined
      ? [
          'content-type',
          type,
          ...headers,
          ...kept,
          ...(file ? ofFile(file) : []),
          ...(artifact ? ranges : []),
        ]
      : ['location', location, 'cache-control', cacheControl];
  const form = (content: Buffer, coding?: Coding): Form => ({
    bytes: content,
    headers: [
      ...described,
      ...(coding === undefined ? [] : ['content-encoding', coding]),
      ...['content-length', String(content.byteLength)],
    ],
  });
  return {
    kind: 'representation',
    status: location === undefined ? 200 : 307,
    etag,
    plain: form(bytes),
    codings: forms.map(({ coding }) => coding),
    compressed: new Map(forms.map((one) => [one.coding, form(one.bytes, one.coding)])),
    notModified: kept,
    artifact,
    weight: forms.reduce((sum, one) => sum + one.bytes.byteLength, bytes.byteLength) + overhead,
  };
}

export function artifactTag({ sha256 }: Pick<ArtifactSummary, 'sha256'>): string {
  return `"${sha256}"`;
}

/** The headers of a 304, which stand in every other answer too. */
export function validators(etag: string, { cacheControl, vary }: Caching): readonly string[] {
  const varied = vary.length === 0 ? [] : ['vary', vary.join(', ')];
  return ['etag', etag, 'cache-control', cacheControl, ...varied];
}

/** About what the headers, tags and maps around the bytes take. */
const overhead = 2_000;

/** RFC 9530's digest, and the name to save it under. */
function ofFile({
  filename,
  sha256,
}: Pick<ArtifactSummary, 'filename' | 'sha256'>): readonly string[] {
  const sha256Base64 = Buffer.from(sha256, 'hex').toString('base64');
  return [
    ...['content-disposition', `attachment; filename="${filename}"`],
    ...['repr-digest', `sha-256=:${sha256Base64}:`],
  ];
}

const ranges = ['accept-ranges', 'bytes'] as const;

function digest(bytes: Uint8Array, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(bytes).digest(encoding);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

import { promisify } from 'node:util';
import zlib from 'node:zlib';

/** A content coding (RFC 9110), beside which there is the plain form, `identity`. */
export type Coding = 'br' | 'gzip' | 'zstd';

type Compress = (bytes: Uint8Array) => Promise<Buffer>;

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);
// Node has it since 22.15.
const zstd = typeof zlib.zstdCompress === 'function' ? promisify(zlib.zstdCompress) : undefined;

/** Made once and sent often: levels at which a 100 kB document takes some ten milliseconds. */
const compressors: readonly (readonly [Coding, Compress])[] = [
  ['br', (bytes) => brotli(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 7 } })],
  ['gzip', (bytes) => gzip(bytes, { level: 9 })],
  ...(zstd === undefined
    ? []
    : [
        [
          'zstd',
          (bytes: Uint8Array) =>
            zstd(bytes, { params: { [zlib.constants.ZSTD_c_compressionLevel]: 12 } }),
        ] as const,
      ]),
];

/** Below this many bytes an answer is one packet in any form. */
const worthIt = 1_000;

/** The compressed forms that are smaller than the bytes themselves, smallest first. */
export async function compress(
  bytes: Uint8Array,
): Promise<readonly { readonly coding: Coding; readonly bytes: Buffer }[]> {
  if (bytes.byteLength < worthIt) return [];
  const forms = await Promise.all(
    compressors.map(async ([coding, compressed]) => ({ coding, bytes: await compressed(bytes) })),
  );
  return forms
    .filter((form) => form.bytes.byteLength < bytes.byteLength)
    .sort((a, b) => a.bytes.byteLength - b.bytes.byteLength);
}

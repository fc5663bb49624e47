import { Header, Pax } from 'tar';

export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const blockSize = 512;

/** What npm stamps on every file, so that packing twice gives the same. */
const attributes = {
  type: 'File',
  mode: 0o644,
  uid: 0,
  gid: 0,
  mtime: new Date('1985-10-26T08:15:00.000Z'),
} as const;

/** A tar archive of these files, in this order. */
export function tarball(entries: readonly TarEntry[]): Uint8Array {
  const blocks = entries.flatMap(({ path, bytes }) => [
    ...headerBlocks(path, bytes.length),
    bytes,
    Buffer.alloc(-bytes.length & (blockSize - 1)),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * blockSize)]);
}

function headerBlocks(path: string, size: number): readonly Uint8Array[] {
  const data = { ...attributes, path, size };
  const header = new Header(data);
  const block = Buffer.alloc(blockSize);
  const isTooLong = header.encode(block, 0);
  // A path that the header has no room for goes into an extended header before it.
  return isTooLong ? [new Pax({ path, size, mtime: attributes.mtime }).encode(), block] : [block];
}

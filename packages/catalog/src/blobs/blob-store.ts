/**
 * Keeps bytes by their digest. Where the bytes of artifacts lie is this port's
 * alone; which artifact has which digest is the catalog's. Bytes are written
 * before the transaction that refers to them: a publication that fails leaves
 * bytes that nothing names, and the next try finds them there.
 */
export interface BlobStore {
  /** Is it there, and how long is it? Without reading it. */
  readonly stat: (sha256: string) => Promise<BlobStat | undefined>;
  readonly read: (sha256: string) => Promise<Uint8Array | undefined>;
  /** Keeps the bytes; what is there already stays as it is. Any number of writers may run at once. */
  readonly write: (bytes: Uint8Array) => Promise<BlobStat>;
}

export interface BlobStat {
  readonly kind: 'blobStat';
  /** Lower-case hex. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

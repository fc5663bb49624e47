const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A file's bytes as text. A byte order mark is kept, so that the text has the digest of its file. */
export function decodeText(bytes: Uint8Array | undefined): string {
  return decoder.decode(bytes);
}

import { gzipSync } from 'node:zlib';

const BLOCK = 512;

/** A gzipped tar archive of these files, in this order. */
export function writeTarGz(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Buffer {
  const blocks = files.flatMap(({ path, bytes }) => {
    // A path that the header has no room for goes into an extended header before it.
    const isLong = Buffer.byteLength(path) > 100;
    const extended = isLong ? block('pax', 'x', record('path', path)) : [];
    return [...extended, ...block(isLong ? 'long' : path, '0', bytes)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

function block(path: string, type: string, bytes: Uint8Array): readonly Uint8Array[] {
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, length: number): void => {
    header.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  };
  header.write(path, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(bytes.length, 124, 12);
  octal(0, 136, 12);
  header.write(type, 156, 'latin1');
  header.write('ustar\u000000', 257, 'latin1');
  header.fill(' ', 148, 156);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  );
  return [header, bytes, Buffer.alloc(-bytes.length & (BLOCK - 1))];
}

/** A record of an extended header, with its own length before it. */
function record(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  const digits = `${bytes + `${bytes}`.length}`.length;
  return Buffer.from(`${bytes + digits}${rest}`);
}

import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import {
  type ArchiveEntry,
  type ArchiveLimits,
  checkPaths,
  mostUnpacked,
  notAFile,
  tooLarge,
  unreadable,
} from './archive-problem.ts';

const END = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22;
const unpack = promisify(inflateRaw);

interface DirectoryEntry {
  readonly path: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The files of a zip archive, in the order of its directory. The directory and
 * the entries must agree and leave no room between them: what only one of the
 * two knows is a file that some readers see.
 *
 * @param what the archive's name, for errors
 * @throws SchemaServiceError `ARCHIVE_UNREADABLE`, `ARCHIVE_TOO_LARGE`, `ARCHIVE_ENTRY_REFUSED`, and what {@link checkPaths} throws
 */
export async function readZip(
  what: string,
  packed: Uint8Array,
  limits: ArchiveLimits,
): Promise<readonly ArchiveEntry[]> {
  const zip = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const { directory, start } = readDirectory(what, zip, limits);
  checkPaths(
    what,
    directory.map(({ path }) => path.replace(/\/$/, '')),
  );
  const most = mostUnpacked(packed.length, limits);
  const total = directory.reduce((sum, { size }) => sum + size, 0);
  if (total > most) throw tooLarge(what, `${total} bytes, and ${most} is the most.`);
  const entries: ArchiveEntry[] = [];
  let end = 0;
  for (const entry of directory.toSorted((a, b) => a.offset - b.offset)) {
    const data = readLocal(what, zip, entry, end);
    end = data.end;
    const bytes = await contentOf(what, entry, data.bytes);
    if (!entry.path.endsWith('/')) entries.push({ path: entry.path, bytes });
    else if (bytes.length > 0) throw notAFile(what, entry.path, 'a folder with content');
  }
  if (end !== start) throw unreadable(what, 'something stands before its directory.');
  return entries;
}

function readDirectory(
  what: string,
  zip: Buffer,
  limits: ArchiveLimits,
): { readonly directory: readonly DirectoryEntry[]; readonly start: number } {
  const at = zip.length - END_SIZE;
  // A comment behind it, which nobody here writes, could hold a second end.
  if (at < 0 || zip.readUInt32LE(at) !== END || zip.readUInt16LE(at + 20) !== 0) {
    throw unreadable(what, 'it is not zip, or was cut off.');
  }
  const count = zip.readUInt16LE(at + 10);
  const start = zip.readUInt32LE(at + 16);
  const isWhole = zip.readUInt16LE(at + 8) === count && zip.readUInt32LE(at + 4) === 0;
  if (!isWhole || start + zip.readUInt32LE(at + 12) !== at) {
    throw unreadable(what, 'its directory is not where it says.');
  }
  if (count > limits.entries) throw tooLarge(what, `more than ${limits.entries} entries.`);
  const entries: DirectoryEntry[] = [];
  let position = start;
  for (let left = count; left > 0; left--) {
    if (position + 46 > at || zip.readUInt32LE(position) !== DIRECTORY_ENTRY) {
      throw unreadable(what, 'its directory is broken.');
    }
    const pathEnd = position + 46 + zip.readUInt16LE(position + 28);
    const path = zip.toString('utf8', position + 46, pathEnd);
    refuseUnusual(what, zip, position, path);
    entries.push({
      path,
      method: zip.readUInt16LE(position + 10),
      crc: zip.readUInt32LE(position + 16),
      packedSize: zip.readUInt32LE(position + 20),
      size: zip.readUInt32LE(position + 24),
      offset: zip.readUInt32LE(position + 42),
    });
    position = pathEnd + zip.readUInt16LE(position + 30) + zip.readUInt16LE(position + 32);
  }
  if (position !== at) throw unreadable(what, 'its directory is broken.');
  return { directory: entries, start };
}

/** Encrypted entries, other compressions, and by the mode of Unix links and devices. */
function refuseUnusual(what: string, zip: Buffer, position: number, path: string): void {
  const kind = (zip.readUInt16LE(position + 40) >> 12) & 0xf;
  if (kind !== 0 && kind !== 0o10 && kind !== 0o4) throw notAFile(what, path, 'a link or a device');
  const isEncrypted = (zip.readUInt16LE(position + 8) & 1) !== 0;
  const method = zip.readUInt16LE(position + 10);
  if (isEncrypted || (method !== 0 && method !== 8)) {
    throw unreadable(what, `${JSON.stringify(path)} is encrypted, or packed in an unusual way.`);
  }
}

/** The packed bytes of an entry, which begins where the one before it ended. */
function readLocal(
  what: string,
  zip: Buffer,
  { path, method, packedSize, offset }: DirectoryEntry,
  expected: number,
): { readonly bytes: Buffer; readonly end: number } {
  const broken = (): Error =>
    unreadable(what, `${JSON.stringify(path)} is not as its directory says.`);
  if (offset !== expected || offset + 30 > zip.length) throw broken();
  if (zip.readUInt32LE(offset) !== LOCAL_HEADER) throw broken();
  const nameEnd = offset + 30 + zip.readUInt16LE(offset + 26);
  if (zip.toString('utf8', offset + 30, nameEnd) !== path) throw broken();
  if (zip.readUInt16LE(offset + 8) !== method) throw broken();
  const start = nameEnd + zip.readUInt16LE(offset + 28);
  const dataEnd = start + packedSize;
  if (dataEnd > zip.length) throw broken();
  // Bit 3: the sizes stand behind the data, in a descriptor with or without its signature.
  const hasDescriptor = (zip.readUInt16LE(offset + 6) & 8) !== 0;
  if (!hasDescriptor && zip.readUInt32LE(offset + 18) !== packedSize) throw broken();
  const isSigned =
    hasDescriptor && dataEnd + 4 <= zip.length && zip.readUInt32LE(dataEnd) === 0x08074b50;
  return {
    bytes: zip.subarray(start, dataEnd),
    end: dataEnd + (hasDescriptor ? (isSigned ? 16 : 12) : 0),
  };
}

async function contentOf(
  what: string,
  { path, method, size, crc }: DirectoryEntry,
  packed: Buffer,
): Promise<Buffer> {
  const bytes =
    method === 0
      ? packed
      : await unpack(packed, { maxOutputLength: Math.max(size, 1) }).catch(() => Buffer.alloc(0));
  if (bytes.length === size && crc32(bytes) === crc) return bytes;
  throw unreadable(what, `${JSON.stringify(path)} is not as its directory says.`);
}

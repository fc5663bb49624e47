import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import {
  type ArchiveEntry,
  type ArchiveLimits,
  checkPaths,
  mostUnpacked,
  notAFile,
  tooLarge,
  unreadable,
} from './archive-problem.ts';

const BLOCK = 512;
const unpack = promisify(gunzip);

/** What is no file, by the letter in its header. */
const otherKinds: Readonly<Record<string, string>> = {
  '1': 'a link',
  '2': 'a symbolic link',
  '3': 'a character device',
  '4': 'a block device',
  '6': 'a pipe',
};

/**
 * The files of a gzipped tar archive, in their order. Reads what npm, pnpm, Yarn,
 * bun, setuptools and `tar` write, and refuses what two readers may read in two ways.
 *
 * @param what the archive's name, for errors
 * @throws SchemaServiceError `ARCHIVE_UNREADABLE`, `ARCHIVE_TOO_LARGE`, `ARCHIVE_ENTRY_REFUSED`, and what {@link checkPaths} throws
 */
export async function readTarGz(
  what: string,
  packed: Uint8Array,
  limits: ArchiveLimits,
): Promise<readonly ArchiveEntry[]> {
  const most = mostUnpacked(packed.length, limits);
  const tar = await unpack(packed, { maxOutputLength: most }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(what, `more than ${most} bytes.`);
    throw unreadable(what, 'it is not gzip, or was cut off.');
  });
  const entries = [...entriesOf(what, tar, limits)];
  checkPaths(
    what,
    entries.map(({ path }) => path),
  );
  if (entries.length === 0) throw unreadable(what, 'it has no files.');
  return entries;
}

function* entriesOf(what: string, tar: Buffer, limits: ArchiveLimits): Generator<ArchiveEntry> {
  let headers = 0;
  let extended: Readonly<Record<string, string>> = {};
  let at = 0;
  while (at + BLOCK <= tar.length) {
    const header = tar.subarray(at, at + BLOCK);
    at += BLOCK;
    if (isEmpty(header)) break;
    headers++;
    if (headers > limits.entries) throw tooLarge(what, `more than ${limits.entries} entries.`);
    if (numberIn(header, 148, 8) !== checksumOf(header)) {
      throw unreadable(what, 'a header has a wrong checksum.');
    }
    const type = String.fromCharCode(header[156] ?? 0);
    const size = sizeOf(header, type, extended);
    const next = at + Math.ceil((size ?? 0) / BLOCK) * BLOCK;
    if (size === undefined || next > tar.length) throw unreadable(what, 'it was cut off.');
    const bytes = tar.subarray(at, at + size);
    at = next;
    if (type === 'x' || type === 'L') {
      extended = { ...extended, ...(type === 'x' ? records(what, bytes) : { path: text(bytes) }) };
      continue;
    }
    // What `git archive` says of all files: its commit.
    if (type === 'g' && Object.keys(records(what, bytes)).every((key) => key === 'comment'))
      continue;
    const path = (extended.path ?? pathIn(header)).replace(/^\.\//, '');
    extended = {};
    if (type === '5') continue;
    if (type !== '0' && type !== '\0') throw notAFile(what, path, otherKinds[type] ?? 'no file');
    yield { path, bytes };
  }
  // Behind the end may only be padding: another archive there is one that some readers see.
  if (!isEmpty(tar.subarray(at))) throw unreadable(what, 'something stands behind its end.');
}

/** Only a file's own size may be said in an extended header. */
function sizeOf(
  header: Buffer,
  type: string,
  extended: Readonly<Record<string, string>>,
): number | undefined {
  const isFile = type !== 'x' && type !== 'L' && type !== 'g';
  if (!isFile || extended.size === undefined) return numberIn(header, 124, 12);
  return /^\d{1,12}$/.test(extended.size) ? Number(extended.size) : undefined;
}

/** The records of an extended header: each `<length> <key>=<value>\n`. */
function records(what: string, bytes: Buffer): Readonly<Record<string, string>> {
  const found: [string, string][] = [];
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.subarray(at, space).toString('latin1'));
    const record = bytes.subarray(space + 1, at + length);
    const equals = record.indexOf(0x3d);
    const isWhole = space > at && length > 0 && at + length <= bytes.length && equals > 0;
    if (!isWhole || record.at(-1) !== 0x0a) throw unreadable(what, 'an extended header is broken.');
    found.push([record.subarray(0, equals).toString(), record.subarray(equals + 1, -1).toString()]);
    at += length;
  }
  return Object.fromEntries(found);
}

function pathIn(header: Buffer): string {
  const name = text(header.subarray(0, 100));
  const isUstar = header.subarray(257, 263).toString('latin1') === 'ustar\0';
  const prefix = isUstar ? text(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** An octal number, padded with spaces or NUL; undefined for what is none. */
function numberIn(header: Buffer, start: number, length: number): number | undefined {
  const digits = text(header.subarray(start, start + length)).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** The sum of a header's bytes, its own field counted as spaces. */
function checksumOf(header: Buffer): number {
  return header.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);
}

const isEmpty = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

/** Text up to the first NUL. */
function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end === -1 ? bytes.length : end).toString();
}

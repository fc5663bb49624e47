import { SchemaServiceError } from '@schema-service/errors';

/** A file inside of an archive. */
export interface ArchiveEntry {
  /** With forward slashes, as the archive has it: `package/package.json`. */
  readonly path: string;
  readonly bytes: Buffer;
}

/** How much an archive may hold. */
export interface ArchiveLimits {
  readonly entries: number;
  /** Of all entries together, unpacked. */
  readonly unpackedBytes: number;
}

const MIB = 1024 * 1024;

/** Of a package: what a registry takes. A generated client of a hundred models has some 4 MiB. */
export const packageLimits: ArchiveLimits = { entries: 10_000, unpackedBytes: 64 * MIB };
/** Of a release with all its packages, packed as they are. */
export const bundleLimits: ArchiveLimits = { entries: 5_000, unpackedBytes: 96 * MIB };

/** A few hundred times is what source code comes to at the most; zeros come to a thousand. */
const MOST_RATIO = 200;
const FREE_OF_RATIO = 4 * MIB;

/** How much may come out of so many packed bytes. */
export function mostUnpacked(packed: number, { unpackedBytes }: ArchiveLimits): number {
  return Math.min(unpackedBytes, Math.max(FREE_OF_RATIO, packed * MOST_RATIO));
}

export function unreadable(what: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ARCHIVE_UNREADABLE',
    message: `${what} is no archive that can be read: ${why}`,
    fix: 'Send the file that schemactl release build wrote, unchanged.',
    meta: { file: what },
  });
}

export function tooLarge(what: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ARCHIVE_TOO_LARGE',
    message: `${what} holds too much: ${why}`,
    why: 'A small archive that unpacks to a large one stops whoever unpacks it.',
    meta: { file: what },
  });
}

/** A link, a device, or another entry that is no file. */
export function notAFile(what: string, path: string, kind: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ARCHIVE_ENTRY_REFUSED',
    message: `${what} has ${kind} at ${JSON.stringify(path)}.`,
    why: 'A package is of files alone: anything else reaches outside of it when it is unpacked.',
    meta: { file: what, path },
  });
}

/**
 * Refuses paths that lead out of the folder that the archive is unpacked to,
 * that look like others, or that are there twice: on a disk that ignores case
 * two spellings are one file, and the later one wins.
 *
 * @throws SchemaServiceError `ARCHIVE_PATH_UNSAFE`, `ARCHIVE_PATH_NOT_ASCII`, `ARCHIVE_ENTRY_TWICE`
 */
export function checkPaths(what: string, paths: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const path of paths) {
    refuseUnsafe(what, path);
    const key = path.toLowerCase();
    const other = seen.get(key);
    if (other !== undefined) throw twice(what, path, other);
    seen.set(key, path);
  }
}

function refuseUnsafe(what: string, path: string): void {
  const shown = JSON.stringify(path);
  const meta = { file: what, path };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  if (/[^\x20-\x7e]/.test(path) && !/[\x00-\x1f\x7f]/.test(path)) {
    throw new SchemaServiceError({
      code: 'ARCHIVE_PATH_NOT_ASCII',
      message: `${what} has the path ${shown}, which is not of ASCII letters.`,
      why: 'Letters of other scripts look like ASCII ones, and systems write them in more than one way.',
      meta,
    });
  }
  const segments = path.split('/');
  const isUnsafe =
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    /[\x00-\x1f\x7f\\:*?"<>|]/.test(path) ||
    segments.some(
      (segment) => segment === '' || /^\.{1,2}$/.test(segment) || /[. ]$/.test(segment),
    );
  if (!isUnsafe) return;
  throw new SchemaServiceError({
    code: 'ARCHIVE_PATH_UNSAFE',
    message: `${what} has the path ${shown}.`,
    why: 'It leads out of the folder that the archive is unpacked to, or is another file on other systems.',
    meta,
  });
}

function twice(what: string, path: string, other: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'ARCHIVE_ENTRY_TWICE',
    message: `${what} has ${path === other ? `${path} twice` : `both ${other} and ${path}`}.`,
    why: 'Which of them is taken depends on who unpacks it.',
    meta: { file: what, path },
  });
}

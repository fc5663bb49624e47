import { promisify } from 'node:util';
import type { ZlibOptions } from 'node:zlib';
import { isVersion } from '../migrations/version.ts';
import type { ReleaseFiles } from './release-files.ts';

// Loaded when it is called, since nearly every run does without.
const unpack = (packed: Uint8Array, options: ZlibOptions): Promise<Buffer> =>
  promisify<Uint8Array, ZlibOptions, Buffer>(process.getBuiltinModule('node:zlib').gunzip)(
    packed,
    options,
  );
const BLOCK = 512;
/** More than the migrations of any team are, and less than would fill a machine. */
const LARGEST = 256 * 1024 ** 2;

/**
 * The releases of an archive as a Schema API packs them: a `.tar.gz` of regular files, laid out as a
 * package of migrations. Nothing of it is written to disk, and nothing is verified yet.
 *
 * @throws Error for what is no such archive
 */
export async function readReleaseArchive(archive: Uint8Array): Promise<readonly ReleaseFiles[]> {
  const metadata = new Map<string, unknown>();
  const files = new Map<string, Map<string, Uint8Array>>();
  for (const [path, bytes] of entriesOf(await unpack(archive, { maxOutputLength: LARGEST }))) {
    const [, version = '', name = ''] =
      /^(?:schema\/versions|migrations)\/([^/]+)\/(.+)$/.exec(path) ?? [];
    if (!isVersion(version)) throw new Error(`It has ${JSON.stringify(path)}.`);
    if (path.startsWith('schema/')) metadata.set(version, JSON.parse(bytes.toString()));
    else files.set(version, (files.get(version) ?? new Map()).set(name, bytes));
  }
  return [...metadata].map(([version, own]) => ({
    ...{ version, metadata: own, mayLackStructure: true },
    files: files.get(version) ?? new Map(),
  }));
}

/** The regular files of a tar archive (ustar, with pax headers for long paths). */
function* entriesOf(tar: Buffer): Generator<readonly [string, Buffer]> {
  let longPath: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK);
    const size = Number.parseInt(textOf(header, 124, 12), 8);
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    if (!(content.length === size)) throw new Error('It is cut off.');
    const type = textOf(header, 156, 1);
    if (type === 'x') {
      longPath = / path=(.*)\n/.exec(content.toString())?.[1];
    } else if (type === '0' || type === '') {
      yield [longPath ?? textOf(header, 0, 100), content];
      longPath = undefined;
    } else {
      throw new Error(`It has an entry of the type ${JSON.stringify(type)}.`);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function textOf(header: Buffer, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end < 0 ? length : end).toString();
}

import { deflateRawSync, gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { Header, list } from 'tar';
import { expect, test } from 'vitest';
import { type ArchiveLimits, packageLimits } from './archive-problem.ts';
import { readTarGz } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { writeTarGz } from './write-tar.ts';

const text = (value: string): Buffer => Buffer.from(value);
const refusal = async (reading: Promise<unknown>): Promise<unknown> => {
  try {
    await reading;
    return 'taken';
  } catch (error) {
    return Object(error).code;
  }
};

/** A tar archive of entries of any kind, with right checksums. */
function tarOf(
  entries: readonly { path: string; type?: string; body?: Buffer; linkpath?: string }[],
): Buffer {
  const blocks = entries.flatMap(({ path, type = 'File', body = text('x'), linkpath }) => {
    const isFile = type === 'File' || type === 'ExtendedHeader';
    const header = new Header({
      path,
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      size: isFile ? body.length : 0,
      // The names of types are the library's own.
      type: type as 'File',
      ...(linkpath === undefined ? {} : { linkpath }),
    });
    const block = Buffer.alloc(512);
    header.encode(block, 0);
    return isFile ? [block, body, Buffer.alloc(-body.length & 511)] : [block];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
const tarGz = (...entries: Parameters<typeof tarOf>[0]): Buffer => gzipSync(tarOf(entries));
const tar = (bytes: Buffer, limits: ArchiveLimits = packageLimits) =>
  readTarGz('a.tgz', bytes, limits);
const zip = (bytes: Uint8Array, limits: ArchiveLimits = packageLimits) =>
  readZip('a.whl', bytes, limits);

test('what is written is read back, long paths and empty files too', async () => {
  const long = `migrations/${'é'.length}${'a'.repeat(150)}/up.sql`;
  const files = [
    { path: 'manifest.json', bytes: text('{}') },
    { path: long, bytes: text('SELECT 1;') },
    { path: 'empty', bytes: text('') },
    { path: 'block', bytes: Buffer.alloc(512, 1) },
  ];
  expect(await tar(writeTarGz(files))).toEqual(files);
  const names: string[] = [];
  await new Promise((resolve) => {
    list({ onReadEntry: ({ path }) => names.push(path) })
      .on('end', resolve)
      .end(writeTarGz(files));
  });
  expect(names).toEqual(files.map(({ path }) => path));
});

test.each<[string, Parameters<typeof tarOf>[0]]>([
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'package/../../etc/passwd' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: '/etc/passwd' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'package\\..\\x' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'package/./x' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'C:/x' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'package/x.' }]],
  ['ARCHIVE_PATH_UNSAFE', [{ path: 'package/a\nb' }]],
  ['ARCHIVE_PATH_NOT_ASCII', [{ path: 'package/pаckage.json' }]],
  ['ARCHIVE_ENTRY_TWICE', [{ path: 'package/package.json' }, { path: 'package/package.json' }]],
  ['ARCHIVE_ENTRY_TWICE', [{ path: 'package/package.json' }, { path: 'package/Package.json' }]],
  ['ARCHIVE_ENTRY_REFUSED', [{ path: 'package/x', type: 'SymbolicLink', linkpath: '/etc/passwd' }]],
  ['ARCHIVE_ENTRY_REFUSED', [{ path: 'package/x', type: 'Link', linkpath: 'package/y' }]],
  ['ARCHIVE_ENTRY_REFUSED', [{ path: 'package/x', type: 'CharacterDevice' }]],
  ['ARCHIVE_ENTRY_REFUSED', [{ path: 'package/x', type: 'BlockDevice' }]],
  ['ARCHIVE_ENTRY_REFUSED', [{ path: 'package/x', type: 'FIFO' }]],
  ['taken', [{ path: 'package', type: 'Directory' }, { path: 'package/x' }]],
])('a tar archive is %s: %j', async (code, entries) => {
  expect(await refusal(tar(tarGz(...entries)))).toBe(code);
});

test('a path in an extended header counts, and one that is broken is refused', async () => {
  const hidden = { path: 'pax', type: 'ExtendedHeader', body: text('19 path=../escaped\n') };
  expect(await refusal(tar(tarGz(hidden, { path: 'package/x' })))).toBe('ARCHIVE_PATH_UNSAFE');
  const broken = { path: 'pax', type: 'ExtendedHeader', body: text('90 path=../escaped\n') };
  expect(await refusal(tar(tarGz(broken, { path: 'package/x' })))).toBe('ARCHIVE_UNREADABLE');
});

test('bombs, archives that were cut, and what is none are refused', async () => {
  expect(await refusal(tar(gzipSync(Buffer.alloc(200 * 1024 * 1024))))).toBe('ARCHIVE_TOO_LARGE');
  const many = Array.from({ length: 30 }, (_, index) => ({ path: `package/${index}` }));
  const few = { entries: 20, unpackedBytes: 1_000_000 };
  expect(await refusal(tar(tarGz(...many), few))).toBe('ARCHIVE_TOO_LARGE');
  const whole = tarGz({ path: 'package/x' });
  for (const bytes of [
    text('no archive'),
    text(''),
    whole.subarray(0, whole.length - 12),
    gzipSync(Buffer.alloc(1024)),
    gzipSync(Buffer.concat([tarOf([{ path: 'a' }]), tarOf([{ path: 'b' }])])),
    gzipSync(tarOf([{ path: 'a' }]).subarray(0, 600)),
    gzipSync(tarOf([{ path: 'a' }]).fill('z', 0, 1)),
  ]) {
    expect(await refusal(tar(bytes))).toBe('ARCHIVE_UNREADABLE');
  }
});

test('a zip archive is read, and refused for the same as a tar archive', async () => {
  const files = { 'a/b.txt': text('b'.repeat(2_000)), 'a/c.txt': text('') };
  expect(await zip(zipSync(files))).toEqual(
    Object.entries(files).map(([path, bytes]) => ({ path, bytes })),
  );
  const codeOf = (path: string, attrs = 0) =>
    refusal(zip(zipSync({ [path]: [text('x'), { os: 3, attrs: attrs << 16 }] })));
  expect(await codeOf('../x')).toBe('ARCHIVE_PATH_UNSAFE');
  expect(await codeOf('/x')).toBe('ARCHIVE_PATH_UNSAFE');
  expect(await codeOf('МETADATA')).toBe('ARCHIVE_PATH_NOT_ASCII');
  expect(await codeOf('x', 0o120777)).toBe('ARCHIVE_ENTRY_REFUSED');
  expect(await codeOf('x', 0o060644)).toBe('ARCHIVE_ENTRY_REFUSED');
  expect(await codeOf('x', 0o100644)).toBe('taken');
  expect(await refusal(zip(zipSync({ a: text('1'), A: text('2') })))).toBe('ARCHIVE_ENTRY_TWICE');
  const bomb = zipSync({ a: new Uint8Array(80 * 1024 * 1024) });
  expect(await refusal(zip(bomb))).toBe('ARCHIVE_TOO_LARGE');
  expect(await refusal(zip(text('no archive at all, but long enough to hold an end')))).toBe(
    'ARCHIVE_UNREADABLE',
  );
});

test('a zip archive whose directory and entries disagree is refused', async () => {
  const bytes = Buffer.from(zipSync({ 'a.txt': text('a'.repeat(300)), 'b.txt': text('b') }));
  const edits: readonly ((zipped: Buffer) => Buffer)[] = [
    // Another name in the entry itself.
    (zipped) => zipped.fill('z', 30, 31),
    // A size that says less than what comes out.
    (zipped) => {
      zipped.writeUInt32LE(4, zipped.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 24);
      return zipped;
    },
    // A checksum that is another.
    (zipped) => {
      zipped.writeUInt32LE(4, zipped.indexOf(Buffer.from([0x50, 0x4b, 1, 2])) + 16);
      return zipped;
    },
    // Bytes before the first entry, between the entries, and behind the end.
    (zipped) => Buffer.concat([text('#!'), zipped]),
    (zipped) => Buffer.concat([zipped, text('more')]),
    (zipped) => zipped.subarray(0, zipped.length - 5),
    (zipped) => {
      const hidden = deflateRawSync(text('hidden'));
      const at = zipped.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
      const start = zipped.readUInt32LE(at + 16);
      zipped.writeUInt32LE(start + hidden.length, at + 16);
      return Buffer.concat([zipped.subarray(0, start), hidden, zipped.subarray(start)]);
    },
  ];
  expect(await refusal(zip(bytes))).toBe('taken');
  for (const edit of edits) {
    expect(await refusal(zip(edit(Buffer.from(bytes))))).toBe('ARCHIVE_UNREADABLE');
  }
});

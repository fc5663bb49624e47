import { gzipSync } from 'node:zlib';
import type { CatalogRelease } from '@schema-service/catalog';
import { squashEntries } from '@schema-service/migrator';

const BLOCK = 512;

/**
 * The files of releases as a `.tar.gz`, laid out as a package of migrations is: unpacked, it is a
 * folder that `schema-migrator --from` takes. The same releases give the same bytes.
 */
export function releaseArchive(releases: readonly CatalogRelease[]): Buffer {
  const files = releases.flatMap(
    ({ version, metadata, migrations, repeatables = [], squash, structure }) => [
      [
        `schema/versions/${version}/metadata.json`,
        `${JSON.stringify(metadata, null, 2)}\n`,
      ] as const,
      ...migrations.flatMap(({ id, up, down }) => [
        [`migrations/${version}/${id}/up.sql`, up] as const,
        ...(down === null ? [] : [[`migrations/${version}/${id}/down.sql`, down] as const]),
      ]),
      ...repeatables.map(
        ({ name, sql }) => [`migrations/${version}/repeatable/${name}.sql`, sql] as const,
      ),
      ...(squash === undefined ? [] : squashEntries(squash)).map(
        ([file, text]) => [`migrations/${version}/${file}`, text] as const,
      ),
      ...(structure === undefined
        ? []
        : [[`migrations/${version}/structure.json`, structure] as const]),
    ],
  );
  const entries = files.flatMap(([path, text]) => entry(path, Buffer.from(text)));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

/** A path that its field has no room for stands in a header of its own (pax). */
function entry(path: string, content: Buffer, type = '0'): readonly Buffer[] {
  const isLong = Buffer.byteLength(path) > 100;
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  const long = isLong ? entry('pax', paxRecord('path', path), 'x') : [];
  return [...long, header(isLong ? 'long' : path, content.length, type), content, padding];
}

/** `<length> <name>=<value>\n`, where the length counts itself. */
function paxRecord(name: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${name}=${value}\n`);
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} ${name}=${value}\n`);
}

function header(path: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.write(path, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\0', 257);
  block.write('00', 263);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

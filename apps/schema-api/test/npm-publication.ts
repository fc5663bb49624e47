import { createHash } from 'node:crypto';
import type { PublishedArtifact } from '@schema-service/catalog';
import { gzipSync } from 'fflate';
import { Header } from 'tar';

/** What a client sends to publish a package, and what a test changes of it. */
export function npmPublication(
  { name, version, bytes, integrity, manifest = {} }: PublishedArtifact,
  edits: {
    readonly manifest?: object;
    readonly attachment?: string;
    readonly length?: number;
    readonly tag?: string;
    readonly more?: object;
  } = {},
): object {
  const shasum = createHash('sha1').update(bytes).digest('hex');
  const dist = { integrity, shasum, tarball: `http://registry.example.org/${name}.tgz` };
  const data = Buffer.from(bytes).toString('base64');
  const { length = bytes.length, attachment = `${name}-${version}.tgz`, tag = 'latest' } = edits;
  return {
    _id: name,
    name,
    'dist-tags': { [tag]: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist, ...edits.manifest } },
    access: null,
    _attachments: { [attachment]: { content_type: 'application/octet-stream', data, length } },
    ...edits.more,
  };
}

/** An npm package of any files, with its digests. */
export function packageOf(
  name: string,
  version: string,
  files: Readonly<Record<string, string | Uint8Array>>,
): PublishedArtifact {
  const blocks = Object.entries(files).flatMap(([path, content]) => {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    new Header({ path, size: body.length, mode: 0o644, type: 'File', mtime: new Date(0) }).encode(
      header,
    );
    return [header, body, Buffer.alloc(-body.length & 511)];
  });
  const bytes = gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
  return {
    ecosystem: 'npm',
    format: 'npm-tarball',
    name,
    version,
    filename: `${name.slice(1).replace('/', '-')}-${version}.tgz`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    manifest: { name, version },
  };
}

import { createHash } from 'node:crypto';
import { gzipSync, strToU8 } from 'fflate';
import type { Artifact, GeneratedPackage } from '../../generated-package.ts';
import { tarball } from './tarball.ts';

/**
 * Packs a package as `npm pack` would, save that the bytes depend on its files
 * alone: no clock, no user, and a deflate in JavaScript, since that of Node's
 * zlib changes between versions.
 */
export function packNpm(source: GeneratedPackage): Artifact {
  const entries = source.files.map(({ path, content }) => ({
    path: `package/${path}`,
    bytes: typeof content === 'string' ? strToU8(content) : content,
  }));
  const bytes = gzipSync(tarball(entries), { level: 6, mtime: 0 });
  return {
    kind: 'artifact',
    ecosystem: 'npm',
    format: 'npm-tarball',
    name: source.name,
    version: source.version,
    filename: `${source.name.replace('@', '').replace('/', '-')}-${source.version}.tgz`,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    manifest: manifestOf(source),
  };
}

function manifestOf({ name, files }: GeneratedPackage): Readonly<Record<string, unknown>> {
  const file = files.find(({ path }) => path === 'package.json');
  if (file === undefined) throw new Error(`${name} has no package.json`);
  const { content } = file;
  return JSON.parse(typeof content === 'string' ? content : Buffer.from(content).toString('utf8'));
}

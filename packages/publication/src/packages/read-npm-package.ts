import type { PublishedArtifact } from '@schema-service/catalog';
import { type ArchiveEntry, packageLimits } from '../archives/archive-problem.ts';
import { readTarGz } from '../archives/read-tar.ts';
import { canonicalJson, isDeep, sha256 } from '../digest.ts';
import { digestsOf, type InspectedPackage } from './inspected-package.ts';
import { npmPackageName } from './package-names.ts';
import { installScript, manifestInvalid } from './package-problem.ts';

/** What npm runs on the machine of whoever installs. */
const installScripts: readonly string[] = ['preinstall', 'install', 'postinstall'];

const MOST_MANIFEST_BYTES = 1024 * 1024;

/** A package.json, as far as its form is known. */
export type NpmManifest = Readonly<Record<string, unknown>> &
  Pick<PublishedArtifact, 'name' | 'version'>;

/**
 * Reads an npm tarball: its manifest out of the archive, and its digests.
 *
 * @throws SchemaServiceError `PACKAGE_MANIFEST_INVALID`, `PACKAGE_NAME_INVALID`, `PACKAGE_INSTALL_SCRIPT`, and what archives are refused for
 */
export async function readNpmPackage(file: string, bytes: Uint8Array): Promise<InspectedPackage> {
  const entries = await readTarGz(file, bytes, packageLimits);
  const outside = entries.find(({ path }) => !path.startsWith('package/'));
  if (outside !== undefined) {
    throw manifestInvalid(file, `${outside.path} lies outside of the folder package.`);
  }
  const manifest = manifestOf(file, entries);
  const { name, version } = manifest;
  const scripts = Object.keys(Object(manifest.scripts));
  const script = installScripts.find((one) => scripts.includes(one));
  if (script !== undefined) throw installScript(file, `the script ${script}`);
  // Where there is this file and no script, npm runs node-gyp.
  if (entries.some(({ path }) => path === 'package/binding.gyp')) {
    throw installScript(file, 'a binding.gyp');
  }
  return {
    ecosystem: 'npm',
    format: 'npm-tarball',
    name,
    version,
    filename: `${name.replace('@', '').replace('/', '-')}-${version}.tgz`,
    bytes,
    ...digestsOf(bytes),
    manifest,
    content: contentDigest(entries, manifest),
  };
}

function manifestOf(file: string, entries: readonly ArchiveEntry[]): NpmManifest {
  const entry = entries.find(({ path }) => path === 'package/package.json');
  if (entry === undefined) throw manifestInvalid(file, 'it has no package/package.json.');
  if (entry.bytes.length > MOST_MANIFEST_BYTES) {
    throw manifestInvalid(file, 'its package.json is larger than any.');
  }
  let manifest: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(entry.bytes);
    if (text.includes('\\u0000')) throw new Error('a NUL');
    manifest = JSON.parse(text);
  } catch {
    throw manifestInvalid(file, 'its package.json is not JSON.');
  }
  if (typeof manifest !== 'object' || manifest === null || Array.isArray(manifest)) {
    throw manifestInvalid(file, 'its package.json is no object.');
  }
  if (isDeep(manifest)) throw manifestInvalid(file, 'its package.json is too deep.');
  if (Object.hasOwn(manifest, '__proto__')) {
    throw manifestInvalid(file, 'its package.json has a field __proto__.');
  }
  const { name, version }: { readonly name?: unknown; readonly version?: unknown } = manifest;
  if (typeof name !== 'string' || typeof version !== 'string') {
    throw manifestInvalid(file, 'its package.json has no name or no version.');
  }
  return { ...manifest, name: npmPackageName(name), version };
}

/** What every packing of one package has in common: clients that pack anew add a license and write the manifest in their own order. */
function contentDigest(entries: readonly ArchiveEntry[], manifest: NpmManifest): string {
  const files = entries
    .filter(({ path }) => !/^package\/(licen[cs]e(\.\w+)?|package\.json)$/i.test(path))
    .map(({ path, bytes }) => [path, sha256(bytes)])
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
  return sha256(canonicalJson({ manifest, files }));
}

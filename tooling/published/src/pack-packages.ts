import { globSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { outputOf, plainEnvironment } from './run-program.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** A package of this repository that others install. */
export interface PublicPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder. */
  readonly folder: string;
}

export interface PackedPackage extends PublicPackage {
  /** What `pnpm pack` made of it. */
  readonly tarball: string;
}

/** The packages that are published: all that are not private, without those that are generated of the example schema. */
export function publicPackages(): readonly PublicPackage[] {
  return globSync('{packages,apps}/*/package.json', { cwd: root })
    .toSorted()
    .map((file) => ({ file, ...(JSON.parse(readFileSync(join(root, file), 'utf8')) as Manifest) }))
    .filter((manifest) => manifest.private !== true && manifest.name.startsWith('@schema-service/'))
    .map(({ file, name, version }) => ({ name, version, folder: join(root, file, '..') }));
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
}

/**
 * Packs the builds of public packages into a folder, as publishing them would.
 *
 * @param names of those that are asked for; all where there are none
 */
export async function packPublicPackages(
  directory: string,
  names: readonly string[] = [],
): Promise<readonly PackedPackage[]> {
  await mkdir(directory, { recursive: true });
  const packages = publicPackages().filter(
    ({ name }) => names.length === 0 || names.includes(name),
  );
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string;
  };
  const filters = packages.map(({ name }) => `--filter=${name}`);
  await outputOf(
    'npx',
    ['--yes', packageManager, ...filters, '--recursive', 'pack', '--pack-destination', directory],
    { cwd: root, env: plainEnvironment() },
  );
  return packages.map((one) => {
    const file = `${one.name.replace('@', '').replace('/', '-')}-${one.version}.tgz`;
    return { ...one, tarball: join(directory, file) };
  });
}

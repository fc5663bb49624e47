import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PackedPackage, packPublicPackages } from './pack-packages.ts';
import { publishTarballs } from './publish-tarballs.ts';
import { startVerdaccio, type TestRegistry } from './start-verdaccio.ts';

/** The public packages as they are built now, packed, and in a registry of one's own. */
export interface PublishedPackages {
  readonly packages: readonly PackedPackage[];
  readonly registry: TestRegistry;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/** Packs all public packages and publishes them to a registry that is started for it. */
export async function publishAll(): Promise<PublishedPackages> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const [packages, registry] = await Promise.all([packPublicPackages(folder), startVerdaccio()]);
  const dispose = async (): Promise<void> => {
    await registry[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await publishTarballs(packages, registry);
    return { packages, registry, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

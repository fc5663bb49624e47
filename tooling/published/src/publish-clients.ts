import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packAll, packageNames } from '@schema-service/codegen';
import type { SchemaModel } from '@schema-service/schema-model';
import { publishTarballs } from './publish-tarballs.ts';
import type { TestRegistry } from './start-verdaccio.ts';

/** A version of `@org/db-client`. */
export interface ClientVersion {
  readonly version: string;
  readonly model: SchemaModel;
}

/** Generates the npm clients of a version and publishes them. */
export async function publishClients(
  { version, model }: ClientVersion,
  registry: TestRegistry,
): Promise<void> {
  const names = packageNames({ scope: '@org', name: 'db', clients: { node: {}, types: {} } });
  const folder = await mkdtemp(join(tmpdir(), 'clients-'));
  try {
    const artifacts = await packAll(model, { version, names });
    const packages = artifacts.map(({ filename, bytes }) => ({
      tarball: join(folder, filename),
      bytes,
    }));
    for (const { tarball, bytes } of packages) await writeFile(tarball, bytes);
    await publishTarballs(packages, registry);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

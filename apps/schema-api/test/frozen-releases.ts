import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedRelease } from '@schema-service/catalog';
import { sampleRelease } from './sample-releases.ts';

const root = join(import.meta.dirname, '..', '..', '..');
type Release = PublishedRelease['release'];
type Migration = Release['migrations'][number];

/** The frozen versions of this repository's schema, lowest first, without packages. */
export const frozenVersions = ['1.0.0', '1.1.0', '2.0.0'] as const;

export function frozenRelease(version: string): PublishedRelease {
  const folder = join(root, 'schema', 'versions', version);
  const metadata = JSON.parse(
    readFileSync(join(folder, 'metadata.json'), 'utf8'),
  ) as Release['metadata'];
  const read = (file: string): string => readFileSync(join(folder, file), 'utf8');
  const release: Release = {
    kind: 'release',
    version,
    schema: read('schema.prisma'),
    metadata,
    changelog: read('changelog.md'),
    migrations: metadata.migrations.map(({ id, up, down }): Migration => {
      const script = (name: string) =>
        readFileSync(join(root, 'migrations', version, id, name), 'utf8');
      return {
        kind: 'migration',
        id,
        version,
        up: script('up.sql'),
        down: down === null ? null : script('down.sql'),
        checksums: { up, down },
      };
    }),
  };
  return { kind: 'publishedRelease', release, artifacts: [] };
}

/** A release of a schema of one's own, built on another. */
export function releaseOf(
  version: string,
  previous: string | null,
  schema: string,
  migrations: readonly Pick<Migration, 'id' | 'up' | 'down'>[] = [],
): PublishedRelease {
  const { release } = sampleRelease('2.0.0');
  const metadata = { ...release.metadata, version, previous, digest: `digest of ${version}` };
  return {
    kind: 'publishedRelease',
    release: {
      ...release,
      version,
      schema,
      metadata,
      migrations: migrations.map((one): Migration => {
        const checksums = { up: sha256(one.up), down: one.down === null ? null : sha256(one.down) };
        return { kind: 'migration', version, ...one, checksums };
      }),
    },
    artifacts: [],
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

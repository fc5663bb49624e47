import { createHash } from 'node:crypto';
import type { PublishedRelease } from '@schema-service/catalog';
import { samplePackages } from './sample-packages.ts';

const bumps = { '1.0.0': 'major', '1.1.0': 'minor', '2.0.0': 'major' } as const;
const previous = { '1.0.0': null, '1.1.0': '1.0.0', '2.0.0': '1.1.0' } as const;
export type SampleVersion = keyof typeof bumps;
type Release = PublishedRelease['release'];

export const sampleVersions: readonly SampleVersion[] = ['1.0.0', '1.1.0', '2.0.0'];

/** A release as small as one can be, that differs from version to version in everything. */
export function sampleRelease(
  version: SampleVersion,
  pythonRequires: readonly string[] = [],
): PublishedRelease {
  const release: Release = {
    kind: 'release',
    version,
    schema: `/// Version ${version}\nmodel Review {\n  id Int @id\n}\n`,
    metadata: sampleMetadata(version),
    changelog: `## ${version}\n\n- First words.\n`,
    migrations: [sampleMigration(version)],
    // The first versions were frozen before structures were recorded.
    ...(version === '2.0.0' ? { structure: '{"objects":[]}\n' } : {}),
  };
  const artifacts = samplePackages(version, pythonRequires);
  return { kind: 'publishedRelease', release, artifacts };
}

function sampleMigration(version: SampleVersion): Release['migrations'][number] {
  const up = `CREATE TABLE review_${version.replaceAll('.', '_')} (id int PRIMARY KEY); -- ü\n`;
  // The first version has no down.
  const down = version === '1.0.0' ? null : `-- back\n${up}`;
  const checksums = { up: sha256(up), down: down === null ? null : sha256(down) };
  return { kind: 'migration', id: '001_init', version, up, down, checksums };
}

function sampleMetadata(version: SampleVersion): Release['metadata'] {
  return {
    formatVersion: 1,
    version,
    previous: previous[version],
    bump: bumps[version],
    date: '2026-05-04',
    hash: sha256(`model ${version}`),
    files: { 'schema.prisma': sha256('schema'), 'changelog.md': sha256('changelog') },
    migrations: [],
    changes: [],
    previousDigest: null,
    digest: sha256(version),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

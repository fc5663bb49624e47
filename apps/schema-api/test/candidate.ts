import type { PublishedArtifact, Release, ReleaseMetadata } from '@schema-service/catalog';
import {
  type BundleContent,
  manifestFile,
  manifestText,
  releaseManifest,
  seal,
  sha256,
  signatureFile,
  signManifest,
  writeBundle,
} from '@schema-service/publication';
import { parseSchema, schemaHash } from '@schema-service/schema-model';
import { samplePackages } from './sample-packages.ts';

/** A release as `schemactl release build` leaves it: whole, small, and right in every digest. */
export interface Candidate extends BundleContent {
  readonly release: Release;
  readonly artifacts: readonly PublishedArtifact[];
}

export interface CandidateOptions {
  readonly previous?: Candidate;
  readonly bump?: ReleaseMetadata['bump'];
  /** The fields of its one model. */
  readonly fields?: string;
  readonly artifacts?: readonly PublishedArtifact[];
  /** A private key, PEM. */
  readonly signingKey?: string;
}

/** The release of a version. */
export function candidate(version: string, options: CandidateOptions = {}): Candidate {
  const { previous, bump = previous === undefined ? 'major' : 'minor', fields = '' } = options;
  const schema = `model Review {\n  id Int @id\n${fields}}\n`;
  const changelog = `# ${version}\n\nWords.\n`;
  const up = `CREATE TABLE "review_${version}" (id int PRIMARY KEY);\n`;
  const down = `DROP TABLE "review_${version}";\n`;
  const structure = '{"objects":[]}\n';
  const repeatables = [{ name: 'list', sql: 'CREATE OR REPLACE VIEW list AS SELECT 1;\n' }];
  const squash = { script: 'CREATE TABLE a ();\n', record: '{}\n' };
  const checksums = { up: sha256(up), down: sha256(down) };
  const metadata = seal({
    formatVersion: 1,
    version,
    previous: previous?.release.version ?? null,
    bump,
    date: '2026-05-04',
    hash: schemaHash(parseSchema([{ path: 'schema.prisma', content: schema }])),
    files: { 'schema.prisma': sha256(schema), 'changelog.md': sha256(changelog) },
    migrations: [{ id: '001_init', ...checksums }],
    repeatables: repeatables.map(({ name, sql }) => ({ name, digest: sha256(sql) })),
    squash: { script: sha256(squash.script), record: sha256(squash.record) },
    structure: sha256(structure),
    changes: [],
    previousDigest: previous?.release.metadata.digest ?? null,
  });
  const release: Release = {
    kind: 'release',
    version,
    schema,
    metadata,
    changelog,
    migrations: [{ kind: 'migration', id: '001_init', version, up, down, checksums }],
    repeatables,
    squash,
    structure,
  };
  return documented(release, options.artifacts ?? samplePackages(version), options.signingKey);
}

/** A release with its manifest, and the signature of that where there is a key. */
export function documented(
  release: Release,
  artifacts: readonly PublishedArtifact[],
  signingKey?: string,
): Candidate {
  const content = manifestText(releaseManifest(release, artifacts, null, { schemactl: '0.1.0' }));
  const manifest = { filename: manifestFile, content };
  if (signingKey === undefined) return { release, artifacts, documents: [manifest] };
  const signature = { filename: signatureFile, content: signManifest(content, signingKey) };
  return { release, artifacts, documents: [manifest, signature] };
}

export const bundleOf = (one: BundleContent): Buffer => writeBundle(one);

/** The release's bundle without its packages. */
export const recordOf = ({ release, documents }: BundleContent): Buffer =>
  writeBundle({ release, documents, artifacts: [] });

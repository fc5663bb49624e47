import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PublishedArtifact, PublishedRelease } from '@schema-service/catalog';
import { seal, sha256 } from '@schema-service/publication';
import { changeRecord, diff } from '@schema-service/schema-diff';
import { emptySchema, parseSchema, schemaHash } from '@schema-service/schema-model';

type Release = PublishedRelease['release'];

const root = join(import.meta.dirname, '..', '..', '..');

/** The frozen versions of this repository's schema, lowest first. */
export const frozenVersions = ['1.0.0', '1.1.0', '2.0.0'] as const;

/** One of them, with packages that have a name and nothing inside. */
export function frozenRelease(version: string): PublishedRelease {
  const folder = join(root, 'schema', 'versions', version);
  const read = (path: string): string => readFileSync(path, 'utf8');
  const metadata: Release['metadata'] = JSON.parse(read(join(folder, 'metadata.json')));
  const release: Release = {
    kind: 'release',
    version,
    schema: read(join(folder, 'schema.prisma')),
    metadata,
    changelog: read(join(folder, 'changelog.md')),
    migrations: metadata.migrations.map(({ id, up, down }) => {
      const script = (name: string) => read(join(root, 'migrations', version, id, name));
      const scripts = { up: script('up.sql'), down: down === null ? null : script('down.sql') };
      return { kind: 'migration', id, version, ...scripts, checksums: { up, down } };
    }),
    structure: read(join(root, 'migrations', version, 'structure.json')),
  };
  return { kind: 'publishedRelease', release, artifacts: packagesOf(version) };
}

/** The SQL of a migration, by the name of its folder. */
export type Scripts = Readonly<Record<string, { readonly up: string; readonly down?: string }>>;

/** A version of a schema of one's own, to which a database goes where it has migrations. */
export function releaseOf(
  version: string,
  schema: string,
  previous: PublishedRelease | null = null,
  scripts: Scripts = {},
): PublishedRelease {
  const parse = (content: string) =>
    parseSchema([{ path: 'schema.prisma', content }], { isKnownValid: true });
  const model = parse(schema);
  const changes = diff(previous ? parse(previous.release.schema) : emptySchema, model);
  const migrations = Object.entries(scripts).map(([id, { up, down = null }]) => {
    const checksums = { up: sha256(up), down: down === null ? null : sha256(down) };
    return { ...{ kind: 'migration' as const, id, version, up, down }, checksums };
  });
  const changelog = `# ${version}\n\n- ${model.models.length} models.\n`;
  const metadata: Release['metadata'] = seal({
    formatVersion: 1,
    version,
    previous: previous?.release.version ?? null,
    bump: 'major',
    date: '2026-05-04',
    hash: schemaHash(model),
    files: { 'schema.prisma': sha256(schema), 'changelog.md': sha256(changelog) },
    migrations: migrations.map(({ id, checksums }) => ({ id, ...checksums })),
    changes: previous
      ? changes.map(changeRecord).map(({ id, path, severity }) => ({ id, path, severity }))
      : [],
    previousDigest: previous?.release.metadata.digest ?? null,
  });
  const release: Release = {
    ...{ kind: 'release', version, schema, metadata, migrations },
    changelog,
  };
  return { kind: 'publishedRelease', release, artifacts: [] };
}

function packagesOf(version: string): readonly PublishedArtifact[] {
  const npm = (name: string, language?: string) => artifact(version, 'npm', name, language);
  return [
    npm('@org/db-client'),
    npm('@org/db-client-node', 'node'),
    npm('@org/db-types', 'typescript'),
    artifact(version, 'pypi', 'org-db-client', 'python'),
  ];
}

function artifact(
  version: string,
  ecosystem: 'npm' | 'pypi',
  name: string,
  language?: string,
): PublishedArtifact {
  const bytes = Buffer.from(`${name} ${version}`);
  const filename =
    ecosystem === 'npm'
      ? `${name.replace('@', '').replace('/', '-')}-${version}.tgz`
      : `${name.replaceAll('-', '_')}-${version}-py3-none-any.whl`;
  return {
    ...(language === undefined ? {} : { language }),
    ...{ ecosystem, name, version, filename, bytes },
    format: ecosystem === 'npm' ? 'npm-tarball' : 'wheel',
    sha256: sha('sha256', 'hex', bytes),
    integrity: `sha512-${sha('sha512', 'base64', bytes)}`,
    ...(ecosystem === 'npm'
      ? { manifest: { name, version } }
      : { coreMetadata: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n` }),
  };
}

function sha(algorithm: string, encoding: 'hex' | 'base64', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest(encoding);
}

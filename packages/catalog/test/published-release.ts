import { createHash } from 'node:crypto';
import type { PublishedArtifact, PublishedRelease } from '../src/index.ts';

/** A small release with one npm and one Python artifact, as a catalog takes it. */
export function publishedRelease(version: string, content = 'content'): PublishedRelease {
  const schema = '// a schema\n';
  const changelog = `## ${version}\n\nGrüße, ${content}.\n`;
  const up = 'CREATE TABLE "a" (id int);\n';
  const checksums = { up: sha256(up), down: null };
  const id = '001_init';
  const files = { 'schema.prisma': sha256(schema), 'changelog.md': sha256(changelog) };
  return {
    kind: 'publishedRelease',
    release: {
      kind: 'release',
      version,
      schema,
      changelog,
      migrations: [{ kind: 'migration', id, version, up, down: null, checksums }],
      metadata: {
        formatVersion: 1,
        version,
        previous: null,
        bump: 'major',
        date: '2026-09-14',
        hash: 'a-hash',
        files,
        migrations: [{ id, ...checksums }],
        changes: [],
        previousDigest: null,
        digest: sha256(`${version} ${Object.values(files).join(' ')}`),
      },
    },
    artifacts: [npmArtifact(version, content), pythonArtifact(version, content)],
  };
}

export function npmArtifact(version: string, content: string): PublishedArtifact {
  return {
    ...contentOf(`tarball ${version} ${content}\0\xff`),
    ecosystem: 'npm',
    format: 'npm-tarball',
    name: '@org/db-client',
    version,
    filename: `org-db-client-${version}.tgz`,
    manifest: { name: '@org/db-client', version, dependencies: { pg: '8.0.0', a: '1.0.0' } },
  };
}

function pythonArtifact(version: string, content: string): PublishedArtifact {
  return {
    ...contentOf(`wheel ${version} ${content}`),
    language: 'python',
    ecosystem: 'pypi',
    format: 'wheel',
    name: 'org-db-client',
    version,
    filename: `org_db_client-${version}-py3-none-any.whl`,
    coreMetadata: `Metadata-Version: 2.4\nName: org-db-client\nVersion: ${version}\n`,
  };
}

function contentOf(text: string): Pick<PublishedArtifact, 'bytes' | 'sha256' | 'integrity'> {
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { bytes, sha256: sha256(bytes), integrity };
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

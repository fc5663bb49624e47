import { createHash } from 'node:crypto';
import type { Artifact } from '@schema-service/codegen';
import { emptySchema } from '@schema-service/schema-model';
import { sha256 } from '../src/digest.ts';
import { seal } from '../src/metadata-digest.ts';
import type { PublishedRelease } from '../src/ports/release-catalog.ts';

/** A small release with one npm and one Python artifact, as a catalog takes it. */
export function publishedRelease(version: string, content = 'content'): PublishedRelease {
  const schema = '// a schema\n';
  const changelog = `## ${version}\n\nGrüße, ${content}.\n`;
  const up = 'CREATE TABLE "a" (id int);\n';
  const checksums = { up: sha256(up), down: null };
  const id = '001_init';
  return {
    kind: 'publishedRelease',
    release: {
      kind: 'release',
      version,
      schema,
      changelog,
      model: emptySchema,
      migrations: [{ kind: 'migration', id, version, up, down: null, checksums }],
      metadata: seal({
        formatVersion: 1,
        version,
        previous: null,
        bump: 'major',
        date: '2026-09-14',
        hash: 'a-hash',
        files: { 'schema.prisma': sha256(schema), 'changelog.md': sha256(changelog) },
        migrations: [{ id, ...checksums }],
        changes: [],
        previousDigest: null,
      }),
    },
    artifacts: [npmArtifact(version, content), pythonArtifact(version, content)],
  };
}

export function npmArtifact(version: string, content: string): Artifact {
  return {
    ...contentOf(`tarball ${version} ${content}\0\xff`),
    kind: 'artifact',
    ecosystem: 'npm',
    format: 'npm-tarball',
    name: '@org/db-client',
    version,
    filename: `org-db-client-${version}.tgz`,
    manifest: { name: '@org/db-client', version, dependencies: { pg: '8.0.0', a: '1.0.0' } },
  };
}

function pythonArtifact(version: string, content: string): Artifact {
  return {
    ...contentOf(`wheel ${version} ${content}`),
    kind: 'artifact',
    ecosystem: 'pypi',
    format: 'wheel',
    name: 'org-db-client',
    version,
    filename: `org_db_client-${version}-py3-none-any.whl`,
    coreMetadata: `Metadata-Version: 2.4\nName: org-db-client\nVersion: ${version}\n`,
  };
}

function contentOf(text: string): Pick<Artifact, 'bytes' | 'sha256' | 'integrity'> {
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { bytes, sha256: sha256(bytes), integrity };
}

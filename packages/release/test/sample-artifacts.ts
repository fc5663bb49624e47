import { createHash } from 'node:crypto';
import type { Artifact } from '@schema-service/codegen';
import { sha256 } from '@schema-service/publication';

/** One npm and one Python artifact of a version, with right digests. */
export const sampleArtifacts = (version: string): readonly Artifact[] => [
  npmArtifact(version, 'content'),
  {
    ...contentOf(`wheel ${version}`),
    kind: 'artifact',
    ecosystem: 'pypi',
    format: 'wheel',
    name: 'org-db-client',
    version,
    filename: `org_db_client-${version}-py3-none-any.whl`,
    coreMetadata: `Metadata-Version: 2.4\nName: org-db-client\nVersion: ${version}\n`,
  },
];

export function npmArtifact(version: string, content: string): Artifact {
  return {
    ...contentOf(`tarball ${version} ${content}\0\xff`),
    kind: 'artifact',
    ecosystem: 'npm',
    format: 'npm-tarball',
    name: '@org/db-client',
    version,
    filename: `org-db-client-${version}.tgz`,
    manifest: { name: '@org/db-client', version },
  };
}

function contentOf(text: string): Pick<Artifact, 'bytes' | 'sha256' | 'integrity'> {
  const bytes = new Uint8Array(Buffer.from(text, 'latin1'));
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { bytes, sha256: sha256(bytes), integrity };
}

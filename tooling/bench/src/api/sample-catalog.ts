import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createStores,
  ensureCatalogSchema,
  type PublishedArtifact,
  type PublishedRelease,
} from '@schema-service/catalog';
import { up } from '@schema-service/migrator';
import pg from 'pg';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const versions = Array.from({ length: 20 }, (_, minor) => `1.${minor}.0`);
export const latest = '1.19.0';

/** As large as the client of a middling schema is, packed. */
const packageBytes = 354_000;

/** Fills a catalog with twenty releases, each with a tarball and a wheel of {@link packageBytes}. */
export async function publishSamples(connectionString: string): Promise<void> {
  await ensureCatalogSchema(connectionString, up);
  const pool = new pg.Pool({ connectionString });
  const { catalog } = createStores(pool);
  for (const version of versions) await catalog.publish(release(version));
  await pool.end();
}

export function tarballOf(version: string): PublishedArtifact {
  return {
    ...content(),
    ecosystem: 'npm',
    format: 'npm-tarball',
    language: 'node',
    name: '@org/db-client-node',
    version,
    filename: `org-db-client-node-${version}.tgz`,
    manifest: {
      name: '@org/db-client-node',
      version,
      description: 'The Node client of the schema.',
      license: 'MIT',
      type: 'module',
      exports: { '.': { types: './index.d.ts', default: './index.js' } },
      dependencies: { '@prisma/client': '7.10.0', '@prisma/adapter-pg': '7.10.0', pg: '^8.16.0' },
      engines: { node: '>=20.19' },
    },
  };
}

function release(version: string): PublishedRelease {
  const schema = readFileSync(join(root, 'schema', 'versions', '2.0.0', 'schema.prisma'), 'utf8');
  const metadata = {
    formatVersion: 1,
    version,
    previous: null,
    bump: 'minor',
    date: '2026-01-01',
    hash: sha256(schema),
    files: { 'schema.prisma': sha256(schema), 'changelog.md': sha256('') },
    migrations: [],
    changes: [],
    previousDigest: null,
    digest: sha256(version),
  } as const;
  return {
    kind: 'publishedRelease',
    release: { kind: 'release', version, schema, metadata, changelog: '', migrations: [] },
    artifacts: [tarballOf(version), wheel(version)],
  };
}

function wheel(version: string): PublishedArtifact {
  return {
    ...content(),
    ecosystem: 'pypi',
    format: 'wheel',
    language: 'python',
    name: 'org-db-client',
    version,
    filename: `org_db_client-${version}-py3-none-any.whl`,
    coreMetadata: `Metadata-Version: 2.4\nName: org-db-client\nVersion: ${version}\nRequires-Python: >=3.11\n`,
  };
}

function content(): Pick<PublishedArtifact, 'bytes' | 'sha256' | 'integrity'> {
  const bytes = randomBytes(packageBytes);
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  return { bytes, sha256: sha256(bytes), integrity };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

import { SchemaServiceError } from '@schema-service/errors';
import type { PoolClient } from 'pg';
import type { PublishedRelease } from './release-catalog.ts';

/** Says which parts differ: a changed generator and an edited release ask for different remedies. */
export async function alreadyPublished(
  client: PoolClient,
  { release, artifacts }: PublishedRelease,
): Promise<SchemaServiceError> {
  const { version, metadata } = release;
  const { rows: releases } = await client.query<{ digest: string }>(
    `SELECT metadata ->> 'digest' AS digest FROM schema_catalog.release WHERE version = $1`,
    [version],
  );
  const { rows: existing } = await client.query<{ filename: string; sha256: string }>(
    'SELECT filename, sha256 FROM schema_catalog.artifact WHERE version = $1',
    [version],
  );
  const before = new Map(existing.map(({ filename, sha256 }) => [filename, sha256]));
  const now = new Map(artifacts.map(({ filename, sha256 }) => [filename, sha256]));
  const differences = [...new Set([...before.keys(), ...now.keys()])]
    .filter((filename) => before.get(filename) !== now.get(filename))
    .sort();
  if (releases[0]?.digest !== metadata.digest) differences.unshift('metadata.json');
  return new SchemaServiceError({
    code: 'RELEASE_ALREADY_PUBLISHED',
    message: `Version ${version} is published with other content. Different: ${differences.join(', ')}.`,
    why: 'Services have installed it; a published version never changes.',
    fix: 'Publish this as a new version. For a throwaway catalog of your own, begin with an empty database.',
    meta: { version, differences },
  });
}

/** A version whose release waits for its packages, or is published, with other content. */
export function recordTaken(version: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'RELEASE_ALREADY_PUBLISHED',
    message: `Version ${version} already exists, with other content.`,
    why: 'A version once used is never used again.',
    fix: 'Publish this as a new version.',
    meta: { version },
  });
}

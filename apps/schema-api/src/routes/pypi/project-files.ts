import { createHash } from 'node:crypto';
import type { ArtifactSummary } from '@schema-service/catalog';

/** One file of a project's page, in the words of PEP 691, 700 and 714. */
export interface ProjectFile {
  readonly filename: string;
  /**
   * Relative to the project's page, so that it holds behind any host and proxy.
   * With the digest in it: pip caches by URL, and must not find the file of
   * another catalog that was served here before.
   */
  readonly url: string;
  readonly hashes: { readonly sha256: string };
  readonly size: number;
  readonly 'upload-time': string;
  readonly 'requires-python'?: string;
  /** Says that `<url>.metadata` exists: pip resolves from it without the whole file. */
  readonly 'core-metadata': { readonly sha256: string } | false;
  /** PEP 592: why no range of versions leads to it any more. */
  readonly yanked: string | false;
}

export function projectFile(project: string, artifact: ArtifactSummary): ProjectFile {
  const { filename, sha256, size, publishedAt, coreMetadata, format, yanked = false } = artifact;
  const python = coreMetadata === undefined ? undefined : requiresPython(coreMetadata);
  return {
    filename,
    url: `../../files/${project}/${sha256}/${encodeURIComponent(filename)}`,
    hashes: { sha256 },
    size,
    'upload-time': publishedAt,
    ...(python === undefined ? {} : { 'requires-python': python }),
    'core-metadata':
      format === 'wheel' && coreMetadata !== undefined
        ? { sha256: metadataHash(coreMetadata) }
        : false,
    yanked,
  };
}

/** SHA-256 of a METADATA file's bytes, as an index announces it (PEP 714). */
function metadataHash(coreMetadata: string): string {
  return createHash('sha256').update(coreMetadata).digest('hex');
}

/** The `Requires-Python` of a METADATA file: a header of its first block. */
export function requiresPython(coreMetadata: string): string | undefined {
  const headers = coreMetadata.split(/\r?\n\r?\n/, 1)[0] ?? '';
  return /^Requires-Python:[ \t]*(.+?)[ \t\r]*$/im.exec(headers)?.[1];
}

/** A project's name in its one spelling (PEP 503): `Org_DB.client` is `org-db-client`. */
export function normalizeProjectName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** What the names of our own projects begin with, in their one spelling: `org-`. */
export function ownPythonPrefix({
  packageScope,
  pythonPrefix = packageScope?.slice(1),
}: {
  readonly packageScope?: string;
  readonly pythonPrefix?: string;
}): string | undefined {
  if (pythonPrefix === undefined) return undefined;
  return `${normalizeProjectName(pythonPrefix).replace(/-$/, '')}-`;
}

import type { CatalogRelease } from '@schema-service/catalog';

/** Finds a release; undefined where it is not published here. */
export type FindRelease = (version: string) => Promise<CatalogRelease | undefined>;

/** A release and those that it was built on, the newest first, as far as they are published here. */
export async function releaseLine(
  find: FindRelease,
  version: string,
): Promise<readonly CatalogRelease[]> {
  const line: CatalogRelease[] = [];
  for (let next: string | null = version; next !== null; ) {
    const release: CatalogRelease | undefined = await find(next);
    if (release === undefined || line.some((one) => one.version === release.version)) break;
    line.push(release);
    next = release.metadata.previous;
  }
  return line;
}

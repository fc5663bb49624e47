import type { ReleaseCatalog } from '@schema-service/catalog';
import { recentlyUsed } from '../comparison/recently-used.ts';
import { findRelease } from '../releases/find-release.ts';
import { FEED_LENGTH, newestFirst, versionsFeed } from './versions-feed.ts';

/** The versions as an Atom feed, with links below a public URL. */
export type Feed = (publicUrl: string) => Promise<string>;

export function createFeed(catalog: ReleaseCatalog): Feed {
  const changelog = recentlyUsed(
    64,
    async (version) => (await findRelease(catalog, version)).changelog,
  );
  return async (publicUrl) => {
    const versions = await catalog.listVersions();
    const shown = newestFirst(versions).slice(0, FEED_LENGTH);
    const changelogs = await Promise.all(
      shown.map(async ({ version }) => [version, await changelog(version)] as const),
    );
    return versionsFeed({ versions, changelogs: new Map(changelogs), publicUrl });
  };
}

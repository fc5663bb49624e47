import type { ReleaseCatalog, VersionSummary } from '@schema-service/catalog';
import { rcompare } from 'semver';
import { recentlyUsed } from '../comparison/recently-used.ts';
import { findRelease } from '../releases/find-release.ts';
import { frontPage } from './front-page.ts';
import { FEED_LENGTH, newestFirst, versionsFeed } from './versions-feed.ts';

/** What people and feed readers read of the catalog, with links below a public URL. */
export interface Pages {
  /** The page at `/`, as HTML. */
  readonly front: (publicUrl: string) => Promise<string>;
  /** The versions as an Atom feed. */
  readonly feed: (publicUrl: string) => Promise<string>;
}

/** How many changelogs the front page has. */
const CHANGELOGS = 10;

export function createPages(catalog: ReleaseCatalog): Pages {
  const changelog = recentlyUsed(
    64,
    async (version) => (await findRelease(catalog, version)).changelog,
  );
  const changelogsOf = async (versions: readonly VersionSummary[]) =>
    new Map(
      await Promise.all(
        versions.map(async ({ version }) => [version, await changelog(version)] as const),
      ),
    );
  return {
    front: async (publicUrl) => {
      const [listed, tags] = await Promise.all([catalog.listVersions(), catalog.listTags()]);
      const versions = listed.toSorted((a, b) => rcompare(a.version, b.version));
      const { latest } = tags;
      const [packages, changelogs] = await Promise.all([
        latest === undefined ? [] : catalog.listArtifacts({ version: latest }),
        changelogsOf(versions.slice(0, CHANGELOGS)),
      ]);
      return frontPage({ versions, tags, packages, changelogs, publicUrl });
    },
    feed: async (publicUrl) => {
      const versions = await catalog.listVersions();
      const changelogs = await changelogsOf(newestFirst(versions).slice(0, FEED_LENGTH));
      return versionsFeed({ versions, changelogs, publicUrl });
    },
  };
}

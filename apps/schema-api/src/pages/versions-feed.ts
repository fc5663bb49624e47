import { createHash } from 'node:crypto';
import type { VersionSummary } from '@schema-service/catalog';
import { type Markup, markup } from './markup.ts';

export interface VersionsFeed {
  /** Lowest first, all of them. */
  readonly versions: readonly VersionSummary[];
  /** Of those that the feed has. */
  readonly changelogs: ReadonlyMap<string, string>;
  readonly publicUrl: string;
}

/** How many versions a feed has, the newest. */
export const FEED_LENGTH = 30;

export function newestFirst(versions: readonly VersionSummary[]): readonly VersionSummary[] {
  return versions.toSorted((a, b) => (a.publishedAt < b.publishedAt ? 1 : -1));
}

/**
 * The published versions as an Atom feed (RFC 4287). Ids are made of what never
 * changes of a release, so that they stay wherever the service moves to.
 */
export function versionsFeed({ versions, changelogs, publicUrl }: VersionsFeed): string {
  const ordered = newestFirst(versions);
  const [oldest, newest] = [ordered.at(-1), ordered[0]];
  return markup`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${idOf('feed', oldest)}</id>
<title>Versions of the schema</title>
<updated>${newest?.publishedAt ?? '1970-01-01T00:00:00.000Z'}</updated>
<author><name>Schema API</name></author>
<link rel="self" type="application/atom+xml" href="${publicUrl}/versions.atom"/>
<link rel="alternate" type="text/html" href="${publicUrl}/"/>
${ordered.slice(0, FEED_LENGTH).map((version) => entry(version, changelogs, publicUrl))}</feed>
`.text;
}

function entry(
  summary: VersionSummary,
  changelogs: VersionsFeed['changelogs'],
  publicUrl: string,
): Markup {
  const { version, bump, publishedAt, deprecated, yanked } = summary;
  return markup`<entry>
<id>${idOf('version', summary)}</id>
<title>${version} (${bump})${yanked !== undefined && ', yanked'}${deprecated !== undefined && ', deprecated'}</title>
<published>${publishedAt}</published>
<updated>${publishedAt}</updated>
<category term="${bump}"/>
<link rel="alternate" type="text/html" href="${publicUrl}/console/versions/${version}"/>
<content type="text">${changelogs.get(version) ?? ''}</content>
</entry>
`;
}

/** A UUID of the digest's own (RFC 9562, version 8). */
function idOf(what: string, release: VersionSummary | undefined): string {
  const said = release ? `${release.version} ${release.hash} ${release.publishedAt}` : '';
  const hex = createHash('sha256').update(`schema-api ${what} ${said}`).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

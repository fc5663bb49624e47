import type { ReleaseMetadata } from '@schema-service/catalog';
import { compareVersions, migrationsFolder, previousFile } from '@schema-service/repository';
import { decodeText } from '../files/read-files.ts';
import type { ReleaseFinding } from './release-finding.ts';
import type { ReleaseFolder } from './release-folder.ts';

/** The text of a release's `previous.json`; undefined where it has none: for the first, and without migrations. */
export function previousText(
  metadata: ReleaseMetadata,
  earlier: readonly ReleaseMetadata[],
): string | undefined {
  if (metadata.previous === null || metadata.migrations.length === 0) return undefined;
  return `${JSON.stringify(linksOf(metadata, migratedBefore(metadata, earlier)))}\n`;
}

/** What the file says, in the order in which it says it. */
function linksOf(
  { appliesTo, includes }: Pick<ReleaseMetadata, 'appliesTo' | 'includes'>,
  previous: string | null | undefined,
): Readonly<Record<string, unknown>> {
  return { previous, ...(appliesTo ? { appliesTo } : {}), ...(includes ? { includes } : {}) };
}

/**
 * What `previous.json` beside the migrations says, against the releases: the nearest one before it that has migrations. It
 * may be missing where that is the next lower version with migrations, which is what the migrator takes then. Pure.
 */
export function* inspectPrevious(
  folders: readonly ReleaseFolder[],
  releases: readonly ReleaseMetadata[],
): Generator<ReleaseFinding> {
  for (const { version, previous: file } of folders) {
    const release = releases.find((other) => other.version === version);
    if (release === undefined || release.migrations.length === 0) continue;
    const expected = migratedBefore(release, releases);
    const below = releases.findLast(
      (other) => other.migrations.length > 0 && compareVersions(other.version, version) < 0,
    );
    const links = JSON.stringify(linksOf(release, expected));
    const stated =
      file === undefined
        ? JSON.stringify({ previous: below?.version ?? null })
        : statedIn(decodeText(file));
    // Of a broken chain its own finding tells.
    if (expected === undefined || stated === links) continue;
    yield {
      kind: 'releaseFinding',
      id: 'PREVIOUS_MISSTATED',
      version,
      file: `${migrationsFolder}/${version}/${previousFile}`,
      message:
        file === undefined
          ? `It is missing, and the migrations of ${version} do not come after those of ${below?.version}: one of the two is on an old line.`
          : `It does not say what the migrations of ${version} were written after.`,
      fix: `Write into it: ${links}`,
    };
  }
}

/** The nearest release that one was built on and that has migrations; null where none has, undefined where one is missing. */
function migratedBefore(
  { previous }: Pick<ReleaseMetadata, 'previous'>,
  releases: readonly ReleaseMetadata[],
): string | null | undefined {
  if (previous === null) return null;
  const found = releases.find(({ version }) => version === previous);
  if (found === undefined || found.migrations.length > 0) return found?.version;
  return migratedBefore(found, releases);
}

/** The links in the order of {@link linksOf}, whatever their order in the file. */
function statedIn(text: string): string | undefined {
  try {
    const stated: Parameters<typeof linksOf>[0] & { readonly previous?: string | null } =
      JSON.parse(text);
    return JSON.stringify(linksOf(stated, stated.previous));
  } catch {
    return undefined;
  }
}

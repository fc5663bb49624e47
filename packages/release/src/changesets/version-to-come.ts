import { SchemaServiceError } from '@schema-service/errors';
import { type Bump, compareBumps } from '@schema-service/schema-diff';
import { readChangesetConfig } from './changeset-config.ts';
import { withoutComments } from './changeset-text.ts';

/** What `changeset version` would do to a package. */
export interface VersionToCome {
  /** `2.1.0`, or in prerelease mode `2.1.0-rc.0`. */
  readonly version: string;
  /** What the changesets that it would take in ask for. */
  readonly bump: Bump;
  /** Their words, as the package's part of the changelog would have them. */
  readonly words: string;
}

/**
 * What `changeset version` would make of a package, worked out by changesets' own code: fixed groups, dependents and
 * prerelease mode (`.changeset/pre.json`) count. Undefined where it would leave the package as it is.
 *
 * @throws SchemaServiceError CHANGESET_CONFIG_INVALID, CHANGESET_INVALID
 */
export async function versionToCome(
  root: string,
  name: string,
): Promise<VersionToCome | undefined> {
  const config = await readChangesetConfig(root);
  if (config === undefined) return undefined;
  const [{ assembleReleasePlan }, { readPreState }, { readChangesets }, { getPackages }] =
    await Promise.all([
      import('@changesets/assemble-release-plan'),
      import('@changesets/pre'),
      import('@changesets/read'),
      import('@manypkg/get-packages'),
    ]);
  const [packages, preState, changesets] = await Promise.all([
    getPackages(root),
    readPreState(root),
    readChangesets(root),
  ]);
  try {
    const plan = assembleReleasePlan(changesets, packages, config, preState);
    const release = plan.releases.find((one) => one.name === name && one.type !== 'none');
    if (release?.newVersion === undefined) return undefined;
    const told = plan.changesets.flatMap(({ id, summary, releases }) => {
      const type = releases.find((one) => one.name === name)?.type ?? 'none';
      return type === 'none' ? [] : [{ id, summary, type }];
    });
    return { version: release.newVersion, bump: release.type, words: wordsOf(told) };
  } catch (cause) {
    throw new SchemaServiceError(
      {
        code: 'CHANGESET_INVALID',
        message: 'The changesets do not fit the packages of the workspace.',
        why: cause instanceof Error ? cause.message : String(cause),
        fix: 'Correct the names in .changeset/; `npx changeset status` checks them, too.',
      },
      { cause },
    );
  }
}

interface ToldChangeset {
  readonly id: string;
  readonly summary: string;
  readonly type: Exclude<Bump, 'none'>;
}

/** As changesets lays them out, but for the commits that it puts before them. */
function wordsOf(changesets: readonly ToldChangeset[]): string {
  const types = [...new Set(changesets.map(({ type }) => type))].sort((a, b) => compareBumps(b, a));
  return types
    .map((type) => {
      const lines = changesets
        .filter((one) => one.type === type)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map(
          ({ summary }) =>
            `- ${withoutComments(summary)
              .trim()
              .replace(/\n(?=.)/g, '\n  ')}`,
        );
      return [`## ${type.charAt(0).toUpperCase()}${type.slice(1)} Changes`, '', ...lines].join(
        '\n',
      );
    })
    .join('\n\n');
}

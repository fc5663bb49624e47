import { join } from 'node:path';
import { tokenFor } from '@schema-service/command-line';
import {
  openRegistries,
  type ReadRelease,
  type ReleaseRegistry,
  readReleases,
} from '@schema-service/release';
import { latestVersion, loadConfig, type SchemaConfig } from '@schema-service/repository';
import type { CommandContext } from '../../command-context.ts';
import { withReleaseRoot } from '../../repository/with-repository-at.ts';

/** A frozen release, as a command is about it. */
export interface ChosenRelease {
  /** Of the repository: its git, its registries, its environments. */
  readonly repository: string;
  /** Where the frozen files and the migrations are: the repository, or a copy of what a tag has. */
  readonly root: string;
  readonly config: SchemaConfig;
  readonly release: ReadRelease;
  /** All that are frozen there, lowest first. */
  readonly releases: readonly ReadRelease[];
}

/**
 * Works with the release that a word of the command line means: `2.1.0` as it
 * lies in the working tree, `v2.1.0` as its tag has it, or the latest where
 * there is none.
 *
 * @throws SchemaServiceError `RELEASE_NOT_FROZEN`, `RELEASE_NONE`, and what is wrong with the history or the configuration
 */
export async function withRelease<Result>(
  context: CommandContext,
  word: string | undefined,
  work: (chosen: ChosenRelease) => Promise<Result>,
): Promise<Result> {
  const repository = context.root();
  return withReleaseRoot(repository, word ?? latestVersion(repository), async (root, version) => {
    const releases = await readReleases(root);
    const release = releases.find((one) => one.version === version);
    if (release === undefined) throw new Error(`${version} is frozen and was not read.`);
    return work({ repository, root, config: loadConfig(root), release, releases });
  });
}

/** The directory of built packages that a later run takes them from. */
export const cacheDirectory = ({ repository }: Pick<ChosenRelease, 'repository'>): string =>
  join(repository, 'node_modules', '.cache', 'schemactl');

/**
 * The registries that were named, or all that are configured. Nothing is connected to yet.
 *
 * @throws SchemaServiceError `REGISTRY_UNKNOWN`, `REGISTRY_NONE`
 */
export function openChosenRegistries(
  { repository: root, config }: Pick<ChosenRelease, 'repository' | 'config'>,
  names: readonly string[],
): readonly ReleaseRegistry[] {
  return openRegistries(config.registries, names, { root, env: process.env, tokenFor });
}

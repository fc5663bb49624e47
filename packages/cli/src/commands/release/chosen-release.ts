import { join } from 'node:path';
import {
  createPostgresCatalog,
  ensureCatalogSchema,
  type ReleaseCatalog,
} from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import { up } from '@schema-service/migrator';
import {
  openRegistries,
  type ReadRelease,
  type ReleaseRegistry,
  readReleases,
} from '@schema-service/release';
import { latestVersion, loadConfig, type SchemaConfig } from '@schema-service/repository';
import pg from 'pg';
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

/** The registries that were asked for; catalogs that were opened are closed in the end. */
export interface OpenedRegistries extends AsyncDisposable {
  readonly list: readonly ReleaseRegistry[];
}

/**
 * Opens the registries that were named, or all that are configured.
 *
 * @throws SchemaServiceError `REGISTRY_UNKNOWN`, `REGISTRY_NONE`
 */
export function openChosenRegistries(
  { repository: root, config }: Pick<ChosenRelease, 'repository' | 'config'>,
  names: readonly string[],
): OpenedRegistries {
  const pools: pg.Pool[] = [];
  const openCatalog = async (databaseUrl: string): Promise<ReleaseCatalog> => {
    const pool = new pg.Pool({
      application_name: 'schemactl',
      ...readDatabaseUrl(databaseUrl, 'The database of the catalog').config,
      max: 2,
    });
    // One that breaks between two queries would end the process; the next query reports it.
    pool.on('error', () => {});
    pools.push(pool);
    await ensureCatalogSchema(databaseUrl, up);
    return createPostgresCatalog({ pool });
  };
  return {
    list: openRegistries(config.registries, names, { root, env: process.env, openCatalog }),
    [Symbol.asyncDispose]: async () => {
      for (const pool of pools) await pool.end();
    },
  };
}

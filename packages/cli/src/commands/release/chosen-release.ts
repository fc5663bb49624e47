import { join } from 'node:path';
import {
  createPostgresCatalog,
  ensureCatalogSchema,
  type ReleaseCatalog,
} from '@schema-service/catalog';
import { readDatabaseUrl } from '@schema-service/database-url';
import { SchemaServiceError } from '@schema-service/errors';
import { up } from '@schema-service/migrator';
import {
  openRegistries,
  type ReadRelease,
  type ReleaseRegistry,
  readReleases,
} from '@schema-service/release';
import { latestOf, loadConfig, type SchemaConfig } from '@schema-service/repository';
import pg from 'pg';
import type { CommandContext } from '../../command-context.ts';

/** A frozen release of the repository, as a command is about it. */
export interface ChosenRelease {
  readonly root: string;
  readonly config: SchemaConfig;
  readonly release: ReadRelease;
  /** All that are frozen, lowest first. */
  readonly releases: readonly ReadRelease[];
}

/**
 * The release that a word of the command line means: `2.1.0`, its tag `v2.1.0`,
 * or the latest where there is none.
 *
 * @throws SchemaServiceError `RELEASE_UNKNOWN`, and what is wrong with the history or the configuration
 */
export async function chooseRelease(
  context: CommandContext,
  word: string | undefined,
): Promise<ChosenRelease> {
  const root = context.root();
  const config = loadConfig(root);
  const releases = await readReleases(root);
  const versions = releases.map(({ version }) => version);
  const version = word === undefined ? latestOf(versions) : word.replace(/^v(?=\d)/, '');
  const release = releases.find((one) => one.version === version);
  if (release !== undefined) return { root, config, release, releases };
  throw new SchemaServiceError({
    code: 'RELEASE_UNKNOWN',
    message: word === undefined ? 'No version is frozen yet.' : `${word} is no frozen version.`,
    why: `There are: ${versions.join(', ') || 'none'}.`,
    fix: 'Freeze one: npm run version-packages, which runs changeset version && schemactl version create',
    meta: { version: word, versions },
  });
}

/** The directory of built packages that a later run takes them from. */
export const cacheDirectory = (root: string): string =>
  join(root, 'node_modules', '.cache', 'schemactl');

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
  { root, config }: Pick<ChosenRelease, 'root' | 'config'>,
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

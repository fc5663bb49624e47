import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '@changesets/types';
import { SchemaServiceError } from '@schema-service/errors';
import { changesetsFolder } from '@schema-service/repository';

/**
 * `.changeset/config.json`; undefined where there is none.
 *
 * @throws SchemaServiceError CHANGESET_CONFIG_INVALID
 */
export async function readChangesetConfig(root: string): Promise<Config | undefined> {
  if (!existsSync(join(root, changesetsFolder, 'config.json'))) return undefined;
  // Loaded here, because those who only read releases need nothing of it.
  const { readConfig } = await import('@changesets/config');
  const { config, errors = [] } = await readConfig(root);
  if (config) return config;
  throw new SchemaServiceError({
    code: 'CHANGESET_CONFIG_INVALID',
    message: ['.changeset/config.json is not valid.', ...errors].join('\n'),
    why: 'It says which packages move together.',
    fix: 'Correct it; `npx changeset status` checks it, too.',
    meta: { file: '.changeset/config.json' },
  });
}

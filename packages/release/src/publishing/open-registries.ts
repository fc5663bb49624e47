import { assertNever, SchemaServiceError } from '@schema-service/errors';
import { configFile, type RegistryConfig } from '@schema-service/repository';
import { folderRegistry } from './registries/folder-registry.ts';
import { npmRegistry } from './registries/npm-registry.ts';
import { pypiIndex } from './registries/pypi-index.ts';
import { schemaApi } from './registries/schema-api.ts';
import type { ReleaseRegistry } from './release-registry.ts';

export interface RegistryContext {
  /** Of the repository. */
  readonly root: string;
  /** Has the tokens. */
  readonly env: NodeJS.ProcessEnv;
  /** The token that is kept for a Schema API, where `env` has none. */
  readonly tokenFor?: (url: string) => string | undefined;
}

/**
 * The configured registries, or those of them that were named. Nothing is
 * connected to yet.
 *
 * @param names in the order that was asked for; empty for all
 * @throws SchemaServiceError `REGISTRY_UNKNOWN`, `REGISTRY_NONE`
 */
export function openRegistries(
  configs: readonly RegistryConfig[],
  names: readonly string[],
  context: RegistryContext,
): readonly ReleaseRegistry[] {
  if (configs.length === 0) {
    throw new SchemaServiceError({
      code: 'REGISTRY_NONE',
      message: 'There is no registry to publish to.',
      why: `${configFile} names none.`,
      fix: `Add one to it: "registries": { "out": { "kind": "folder", "path": "published" } }`,
      meta: { file: configFile },
    });
  }
  const unknown = names.find((name) => configs.every((config) => config.name !== name));
  if (unknown !== undefined) {
    throw new SchemaServiceError({
      code: 'REGISTRY_UNKNOWN',
      message: `There is no registry ${unknown}.`,
      why: `${configFile} has: ${configs.map(({ name }) => name).join(', ')}.`,
      fix: 'Name one of them.',
      meta: { registry: unknown },
    });
  }
  const chosen = names.length === 0 ? configs : configs.filter(({ name }) => names.includes(name));
  return chosen.map((config) => openRegistry(config, context));
}

function openRegistry(
  config: RegistryConfig,
  { root, env, tokenFor }: RegistryContext,
): ReleaseRegistry {
  switch (config.kind) {
    case 'npm':
      return npmRegistry(config, root, env);
    case 'pypi':
      return pypiIndex(config, env);
    case 'schema-api':
      return schemaApi(config, root, env, tokenFor);
    case 'folder':
      return folderRegistry(config, root);
    default:
      return assertNever(config);
  }
}

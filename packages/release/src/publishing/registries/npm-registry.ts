import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Artifact } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import type { NpmRegistryConfig } from '@schema-service/repository';
import { inTemporaryFolder } from '../../files/temporary-folder.ts';
import type { PackageVersion, ReleaseRegistry } from '../release-registry.ts';
import { type NpmContext, npm, npmFailed, runNpm } from './npm-command.ts';
import { tryNpmInstall } from './try-install.ts';

/** npm sets a tag with every publish. This one is nobody's to install by, and goes when the release is whole. */
const STAGING_TAG = 'publishing';

/** An npm registry, through the npm command: the user's login and CI's trusted publishing are its own. */
export function npmRegistry(
  config: NpmRegistryConfig,
  root: string,
  env: NodeJS.ProcessEnv,
): ReleaseRegistry {
  const context: NpmContext = { cwd: root, env, registry: config.name };
  const at = (name: string): readonly string[] => registryOptions(config.url, name);
  const isOwn = ({ ecosystem }: PackageVersion): boolean => ecosystem === 'npm';
  /** A field of a package's document; undefined where there is no such package or version. */
  const view = async (name: string, version: string, field: string): Promise<unknown> => {
    const asked = [`${name}${version}`, field, ...at(name), '--prefer-online'];
    const result = await runNpm(['view', ...asked], context);
    if (result.kind === 'ok') return result.value;
    if (result.code === 'E404') return undefined;
    throw npmFailed('view', result, context);
  };
  return {
    name: config.name,
    location: config.url ?? "npm's configured registry",
    takes: isOwn,
    find: async ({ name, version }) => {
      const integrity = await view(name, `@${version}`, 'dist.integrity');
      return typeof integrity === 'string' ? { integrity } : undefined;
    },
    upload: async (_built, missing, onUploaded) => {
      await inTemporaryFolder(async (folder) => {
        for (const artifact of missing) {
          const file = join(folder, artifact.filename);
          await writeFile(file, artifact.bytes);
          const options = ['--tag', STAGING_TAG, '--ignore-scripts', ...at(artifact.name)];
          if (config.access !== undefined) options.push('--access', config.access);
          if (config.provenance === true) options.push('--provenance');
          await npm(['publish', file, ...options], context);
          onUploaded(artifact);
        }
      });
    },
    download: (artifact) => downloadTarball(artifact, at(artifact.name), context),
    tryInstall: ({ packages }) => tryNpmInstall(packages, config.url, context),
    listVersions: async ({ packages }) => {
      const first = packages.find(isOwn);
      const versions = first && (await view(first.name, '', 'versions'));
      return versions === undefined ? [] : [versions].flat().map(String);
    },
    setTag: async ({ packages }, tag) => {
      for (const { name, version } of packages.filter(isOwn)) {
        await npm(['dist-tag', 'add', `${name}@${version}`, tag, ...at(name)], context);
        // Gone already where a run was repeated.
        await runNpm(['dist-tag', 'rm', name, STAGING_TAG, ...at(name)], context);
      }
    },
    setNotice: async ({ version, packages }, { kind, reason, replacement }) => {
      const instead = replacement === undefined ? '' : ` Use ${replacement} instead.`;
      const message = kind === 'yanked' ? `Withdrawn: ${reason}` : `${reason}${instead}`;
      for (const { name } of packages.filter(isOwn)) {
        await npm(['deprecate', `${name}@${version}`, message, ...at(name)], context);
      }
      return { kind: 'done', what: `deprecated: ${message}` };
    },
  };
}

/** A scope may have a registry of its own in npm's configuration: it is named, too. */
function registryOptions(url: string | undefined, name: string): readonly string[] {
  if (url === undefined) return [];
  return [`--registry=${url}`, `--${name.split('/', 1)[0]}:registry=${url}`];
}

async function downloadTarball(
  { name, version, filename }: Artifact,
  options: readonly string[],
  context: NpmContext,
): Promise<Uint8Array> {
  return inTemporaryFolder(async (folder) => {
    const asked = [`${name}@${version}`, '--pack-destination', folder, ...options];
    // A cache of its own: what npm kept from before tells nothing of the registry.
    const cache = [`--cache=${join(folder, 'cache')}`];
    const result = await runNpm(['pack', ...asked, ...cache], context);
    if (result.kind === 'ok') return readFile(join(folder, filename));
    if (!['E404', 'ETARGET'].includes(result.code)) throw npmFailed('pack', result, context);
    throw new SchemaServiceError({
      code: 'REGISTRY_ARTIFACT_MISSING',
      message: `${name}@${version} is not in the registry ${context.registry}.`,
      fix: `Publish it: schemactl release publish ${version} --to ${context.registry}`,
    });
  });
}

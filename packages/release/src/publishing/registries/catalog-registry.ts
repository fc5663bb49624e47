import type { ReleaseCatalog } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';
import type { SchemaApiConfig } from '@schema-service/repository';
import { publishRelease } from '../../publish-release.ts';
import { artifactMissing, type ReleaseRegistry } from '../release-registry.ts';
import { tryNpmInstall, tryPipInstall } from './try-install.ts';

/** Opens the catalog in a database; the caller closes it. */
export type OpenCatalog = (databaseUrl: string) => Promise<ReleaseCatalog>;

/** The catalog of a Schema API, by its database. A release comes there whole or not at all. */
export function catalogRegistry(
  config: SchemaApiConfig,
  root: string,
  env: NodeJS.ProcessEnv,
  open: OpenCatalog,
): ReleaseRegistry {
  let opened: Promise<ReleaseCatalog> | undefined;
  const catalog = (): Promise<ReleaseCatalog> => {
    opened ??= open(databaseUrlOf(config, env));
    return opened;
  };
  const { name, url } = config;
  return {
    name,
    location: url ?? 'the catalog of the Schema API',
    takes: () => true,
    find: async ({ ecosystem, name: artifactName, filename }) => {
      const listed = await (await catalog()).listArtifacts({ ecosystem, name: artifactName });
      return listed.find((one) => one.filename === filename);
    },
    upload: async ({ release, artifacts }, missing, onUploaded) => {
      const { listTags, setTag } = await catalog();
      const { latest } = await listTags();
      // What is published would be the highest version, and so the latest at once.
      if (latest !== undefined) await setTag('latest', latest);
      await publishRelease(release, artifacts, await catalog());
      for (const artifact of missing) onUploaded(artifact);
    },
    download: async ({ ecosystem, name: artifactName, filename }) => {
      const found = await (await catalog()).readArtifact(ecosystem, artifactName, filename);
      if (found) return found.bytes;
      throw artifactMissing(filename, `the catalog ${name}`, name);
    },
    ...(url === undefined
      ? {}
      : {
          tryInstall: async ({ packages }) => {
            const base = url.replace(/\/*$/, '');
            await tryNpmInstall(packages, `${base}/npm/`, { cwd: root, env, registry: name });
            await tryPipInstall(name, `${base}/pypi/simple/`, packages);
          },
        }),
    listVersions: async () =>
      (await (await catalog()).listVersions()).map(({ version }) => version),
    setTag: async ({ version }, tag) => (await catalog()).setTag(tag, version),
    setNotice: async ({ version }, { kind, reason }) => {
      await (await catalog()).setNotice(version, { [kind]: reason });
      return { kind: 'done', what: `${kind}: ${reason}` };
    },
  };
}

function databaseUrlOf(
  { name, databaseUrlVariable = 'CATALOG_DATABASE_URL' }: SchemaApiConfig,
  env: NodeJS.ProcessEnv,
): string {
  const url = env[databaseUrlVariable];
  if (url) return url;
  throw new SchemaServiceError({
    code: 'REGISTRY_LOGIN_NEEDED',
    message: `Where the catalog ${name} is kept is not known.`,
    why: `The environment variable ${databaseUrlVariable} is not set.`,
    fix: `Set it: ${databaseUrlVariable}=postgresql://... schemactl release publish`,
    meta: { registry: name, variable: databaseUrlVariable },
  });
}

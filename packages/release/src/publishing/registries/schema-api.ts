import { createHash } from 'node:crypto';
import type { Artifact } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { bundleType, writeBundle } from '@schema-service/publication';
import type { SchemaApiConfig } from '@schema-service/repository';
import { artifactMissing, type ReleaseRegistry } from '../release-registry.ts';
import { requestRegistry } from './registry-request.ts';
import { tryNpmInstall, tryPipInstall } from './try-install.ts';

/** A bundle has a few MiB, and is checked before it is answered. */
const PUBLISH_TIMEOUT_MS = 180_000;
const simpleJson = 'application/vnd.pypi.simple.v1+json';

/** A Schema API by its URL: a release comes there whole or not at all. */
export function schemaApi(
  { name, url, tokenVariable = 'SCHEMA_API_TOKEN' }: SchemaApiConfig,
  root: string,
  env: NodeJS.ProcessEnv,
  tokenFor?: (url: string) => string | undefined,
): ReleaseRegistry {
  const base = url.replace(/\/*$/, '');
  const token = env[tokenVariable] || tokenFor?.(base);
  const ask = async (path: string, init: RequestInit = {}, timeoutMs?: number) => {
    const headers = new Headers(init.headers);
    if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
    return requestRegistry(
      name,
      `${base}${path}`,
      { redirect: 'manual', ...init, headers },
      timeoutMs,
    );
  };
  /** The answer of a request that must not fail. */
  const must = async (path: string, init?: RequestInit, timeoutMs?: number): Promise<Response> => {
    const answer = await ask(path, init, timeoutMs);
    if (answer.ok) return answer;
    throw await refused(answer, name, { url, tokenVariable });
  };
  /** JSON, or undefined for what is not there; another index may have what this one has not. */
  const find = async (path: string, accept = 'application/json'): Promise<unknown> => {
    const answer = await ask(path, { headers: { accept } });
    if (answer.status === 404 || (answer.status >= 300 && answer.status < 400)) return undefined;
    if (!answer.ok) throw await refused(answer, name, { url, tokenVariable });
    return answer.json();
  };
  const put = async (path: string, body: object): Promise<void> => {
    const headers = { 'content-type': 'application/json' };
    await must(path, { method: 'PUT', headers, body: JSON.stringify(body) });
  };
  const findPythonFile = async (artifact: Artifact): Promise<PythonFile | undefined> => {
    const page = (await find(`/pypi/simple/${artifact.name}/`, simpleJson)) as
      | { readonly files?: readonly PythonFile[] }
      | undefined;
    return page?.files?.find(({ filename }) => filename === artifact.filename);
  };
  return {
    name,
    location: base,
    takes: () => true,
    find: async (artifact) => {
      if (artifact.ecosystem === 'pypi') {
        const file = await findPythonFile(artifact);
        return file?.hashes?.sha256 === undefined ? undefined : { sha256: file.hashes.sha256 };
      }
      const document = (await find(`/npm/${encodeURIComponent(artifact.name)}`)) as
        | NpmDocument
        | undefined;
      const integrity = document?.versions?.[artifact.version]?.dist?.integrity;
      return integrity === undefined ? undefined : { integrity };
    },
    upload: async (built, missing, onUploaded) => {
      const body = writeBundle(built);
      const digest = createHash('sha256').update(body).digest('base64');
      const headers = { 'content-type': bundleType, 'content-digest': `sha-256=:${digest}:` };
      const path = `/versions/${built.release.version}`;
      const init = { method: 'PUT', headers, body: new Uint8Array(body) };
      await must(path, init, PUBLISH_TIMEOUT_MS);
      for (const artifact of missing) onUploaded(artifact);
    },
    download: async (artifact) => {
      const path = await pathOf(artifact, findPythonFile);
      const answer = path === undefined ? undefined : await ask(path);
      if (answer === undefined || answer.status === 404) {
        throw artifactMissing(artifact.filename, `the Schema API ${name}`, name);
      }
      if (!answer.ok) throw await refused(answer, name, { url, tokenVariable });
      return new Uint8Array(await answer.arrayBuffer());
    },
    tryInstall: async ({ packages }) => {
      const registry = `${base}/npm/`;
      const login = token && {
        [`npm_config_${registry.replace(/^https?:/, '')}:_authToken`]: token,
      };
      await tryNpmInstall(packages, registry, {
        cwd: root,
        env: { ...env, ...login },
        registry: name,
      });
      await tryPipInstall(name, `${base}/pypi/simple/`, packages, token);
    },
    listVersions: async () => {
      const { versions } = (await (await must('/versions')).json()) as {
        readonly versions: readonly { readonly version: string }[];
      };
      return versions.map(({ version }) => version);
    },
    setTag: ({ version }, tag) => put(`/tags/${encodeURIComponent(tag)}`, { version }),
    setNotice: async ({ version }, { kind, reason, replacement }) => {
      if (kind === 'yanked') await put(`/versions/${version}/yank`, { reason });
      else
        await put(`/versions/${version}/deprecation`, {
          message: reason,
          ...(replacement === undefined ? {} : { replacement }),
        });
      return { kind: 'done', what: `${kind}: ${reason}` };
    },
  };
}

interface NpmDocument {
  readonly versions?: Readonly<Record<string, { readonly dist?: { readonly integrity?: string } }>>;
}

interface PythonFile {
  readonly filename: string;
  /** Relative to the project's page. */
  readonly url: string;
  readonly hashes?: { readonly sha256?: string };
}

/** Where the API serves a package's bytes. */
async function pathOf(
  artifact: Artifact,
  findPythonFile: (artifact: Artifact) => Promise<PythonFile | undefined>,
): Promise<string | undefined> {
  const { ecosystem, name, version } = artifact;
  if (ecosystem === 'npm') return `/npm/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
  const found = await findPythonFile(artifact);
  return found && new URL(found.url, `http://api.example.org/pypi/simple/${name}/`).pathname;
}

/** What the API says of a refusal. */
async function refused(
  answer: Response,
  registry: string,
  { url, tokenVariable }: { readonly url: string; readonly tokenVariable: string },
): Promise<SchemaServiceError> {
  const said = (await answer.json().catch(() => ({}))) as Readonly<Record<string, unknown>>;
  const { code = answer.status, message = answer.statusText, why, fix } = said;
  const needsLogin = answer.status === 401 || answer.status === 403;
  return new SchemaServiceError({
    code: needsLogin ? 'REGISTRY_LOGIN_NEEDED' : 'REGISTRY_REFUSED',
    message: `The Schema API ${registry} refused: ${String(message)}`,
    ...(typeof why === 'string' ? { why } : {}),
    fix: needsLogin
      ? `Set ${tokenVariable} to a token that has the scope publish, or log in: schemactl login --api ${url}`
      : typeof fix === 'string'
        ? fix
        : 'Correct that, and run the command again: what was published already is skipped.',
    meta: { registry, status: answer.status, code },
  });
}

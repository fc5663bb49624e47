import { createHash } from 'node:crypto';
import type { Artifact } from '@schema-service/codegen';
import { SchemaServiceError } from '@schema-service/errors';
import { sha256 } from '@schema-service/publication';
import type { PypiRegistryConfig } from '@schema-service/repository';
import { artifactMissing, type ReleaseRegistry } from '../release-registry.ts';
import { requestRegistry } from './registry-request.ts';
import { tryPipInstall } from './try-install.ts';

const jsonType = 'application/vnd.pypi.simple.v1+json';

/** A Python package index with PyPI's upload API, which twine and uv publish use, too. */
export function pypiIndex(config: PypiRegistryConfig, env: NodeJS.ProcessEnv): ReleaseRegistry {
  const index = config.indexUrl.replace(/\/*$/, '/');
  const authorization = authorizationOf(config, env);
  // The token is for the place that it uploads to, and for nobody else.
  const isOneOrigin = new URL(index).origin === new URL(config.uploadUrl).origin;
  const reading = authorization !== undefined && isOneOrigin ? { authorization } : {};
  const findFile = async ({ name, filename }: Artifact): Promise<IndexFile | undefined> => {
    const files = await listFiles(config.name, `${index}${name}/`, reading);
    return files.find((file) => file.filename === filename);
  };
  return {
    name: config.name,
    location: config.uploadUrl,
    takes: ({ ecosystem }) => ecosystem === 'pypi',
    find: async (artifact) => {
      const found = await findFile(artifact);
      if (found === undefined) return undefined;
      if (found.sha256 !== undefined) return { sha256: found.sha256 };
      // An index without digests: the bytes themselves tell.
      return { sha256: sha256(await read(config.name, found.url, reading)) };
    },
    upload: async (_built, missing, onUploaded) => {
      if (authorization === undefined) throw loginNeeded(config);
      for (const artifact of missing) {
        await upload(config, artifact, authorization);
        onUploaded(artifact);
      }
    },
    download: async (artifact) => {
      const found = await findFile(artifact);
      if (found) return read(config.name, found.url, reading);
      throw artifactMissing(artifact.filename, `the index ${config.name}`, config.name);
    },
    tryInstall: ({ packages }) => tryPipInstall(config.name, index, packages),
    // The files tell versions in Python's spelling, which is not one that leads back to ours.
    listVersions: async () => [],
    setNotice: async ({ packages }, { kind, reason }) => {
      const [one] = packages.filter(({ ecosystem }) => ecosystem === 'pypi');
      const what = `${one?.name} ${one?.version}`;
      return {
        kind: 'byHand',
        what:
          kind === 'yanked'
            ? `An index has no API to yank: yank ${what} on the pages of ${config.name}, with the reason: ${reason}`
            : `A Python index has no word for deprecated: ${what} stays as it is.`,
      };
    },
  };
}

interface IndexFile {
  readonly filename: string;
  readonly url: string;
  readonly sha256?: string;
}

/** The files of a project's page: JSON (PEP 691) where the index speaks it, or HTML (PEP 503). None where there is no such project. */
async function listFiles(
  registry: string,
  page: string,
  headers: Readonly<Record<string, string>>,
): Promise<readonly IndexFile[]> {
  const answer = await requestRegistry(registry, page, {
    headers: { ...headers, accept: `${jsonType}, text/html;q=0.5` },
    redirect: 'manual',
  });
  const location = answer.headers.get('location');
  if (location !== null) {
    const target = new URL(location, page);
    // An index sends to another one for what it does not have.
    if (target.origin !== new URL(page).origin) return [];
    return listFiles(registry, target.href, headers);
  }
  if (answer.status === 404) return [];
  if (!answer.ok) throw await refused(registry, answer, 'page');
  const type = answer.headers.get('content-type') ?? '';
  if (type.includes('json')) {
    const { files = [] } = (await answer.json()) as {
      files?: readonly { filename: string; url: string; hashes?: { sha256?: string } }[];
    };
    return files.map(({ filename, url, hashes }) => ({
      filename,
      url: new URL(url, page).href,
      ...(hashes?.sha256 === undefined ? {} : { sha256: hashes.sha256 }),
    }));
  }
  const html = await answer.text();
  return [...html.matchAll(/<a\b[^>]*?href="([^"]*)"[^>]*>([^<]*)<\/a>/gi)].map(
    ([, href = '', filename = '']) => {
      const url = new URL(href.replaceAll('&amp;', '&'), page);
      const digest = /^#sha256=([0-9a-f]{64})$/.exec(url.hash)?.[1];
      return {
        filename: filename.trim(),
        url: url.href,
        ...(digest === undefined ? {} : { sha256: digest }),
      };
    },
  );
}

async function read(
  registry: string,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<Uint8Array> {
  const response = await requestRegistry(registry, url, { headers });
  if (!response.ok) throw await refused(registry, response, 'download');
  return new Uint8Array(await response.arrayBuffer());
}

/** The form that the legacy upload API takes: digests, the fields of the core metadata, the file. */
async function upload(
  { name, uploadUrl }: PypiRegistryConfig,
  artifact: Artifact,
  authorization: string,
): Promise<void> {
  const form = new FormData();
  form.set(':action', 'file_upload');
  form.set('protocol_version', '1');
  form.set('filetype', artifact.format === 'wheel' ? 'bdist_wheel' : 'sdist');
  form.set('pyversion', artifact.format === 'wheel' ? 'py3' : 'source');
  form.set('sha256_digest', artifact.sha256);
  form.set('md5_digest', createHash('md5').update(artifact.bytes).digest('hex'));
  for (const [field, value] of metadataFields(artifact.coreMetadata ?? '')) {
    form.append(field, value);
  }
  form.set('content', new Blob([Buffer.from(artifact.bytes)]), artifact.filename);
  const response = await requestRegistry(name, uploadUrl, {
    method: 'POST',
    headers: { authorization },
    body: form,
  });
  if (!response.ok) throw await refused(name, response, `upload of ${artifact.filename}`);
}

/** The headers of a METADATA file under their names in the form, and its body as the description. */
function* metadataFields(metadata: string): Generator<readonly [string, string]> {
  const [head = '', ...body] = metadata.split('\n\n');
  for (const line of head.split('\n')) {
    const [, header = '', value = ''] = /^([A-Za-z-]+): ?(.*)$/.exec(line) ?? [];
    if (header !== '')
      yield [fieldNames[header] ?? header.toLowerCase().replaceAll('-', '_'), value];
  }
  const description = body.join('\n\n');
  if (description !== '') yield ['description', description];
}

/** The form has some in the plural. */
const fieldNames: Readonly<Record<string, string>> = {
  Classifier: 'classifiers',
  'Project-URL': 'project_urls',
};

function authorizationOf(
  { username = '__token__', tokenVariable = 'PYPI_TOKEN' }: PypiRegistryConfig,
  env: NodeJS.ProcessEnv,
): string | undefined {
  const token = env[tokenVariable];
  if (!token) return undefined;
  return `Basic ${Buffer.from(`${username}:${token}`).toString('base64')}`;
}

async function refused(
  registry: string,
  response: Response,
  what: string,
): Promise<SchemaServiceError> {
  const needsLogin = response.status === 401 || response.status === 403;
  const text = (await response.text())
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return new SchemaServiceError({
    code: needsLogin ? 'REGISTRY_LOGIN_NEEDED' : 'REGISTRY_REFUSED',
    message: `The index ${registry} refused the ${what}: ${response.status}`,
    why: (text || response.statusText).slice(0, 500),
    fix: needsLogin
      ? 'Give a token that may upload to it.'
      : 'Correct that, and run the command again: what was published already is skipped.',
    meta: { registry, status: response.status },
  });
}

function loginNeeded({
  name,
  tokenVariable = 'PYPI_TOKEN',
}: PypiRegistryConfig): SchemaServiceError {
  return new SchemaServiceError({
    code: 'REGISTRY_LOGIN_NEEDED',
    message: `There is no token for the index ${name}.`,
    why: `The environment variable ${tokenVariable} is not set.`,
    fix: `Set it to a token that may upload there: ${tokenVariable}=... schemactl release publish`,
    meta: { registry: name, variable: tokenVariable },
  });
}

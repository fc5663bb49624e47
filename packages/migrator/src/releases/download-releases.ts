import { SchemaServiceError } from '@schema-service/errors';
import { areVerdicts, type ClientVerdict } from '../clients/client-verdict.ts';
import { areVersions } from '../migrations/version-line.ts';
import { chooseHistory, type ReleaseLink } from './choose-history.ts';
import { readReleaseArchive } from './read-archive.ts';
import type { FoundReleases } from './read-release-folder.ts';
import {
  areSquashFiles,
  type ReleaseFiles,
  repeatablePath,
  type SquashFiles,
  STRUCTURE_FILE,
  squashEntries,
} from './release-files.ts';

/** For one answer, of a server that hangs. */
const TIMEOUT_MS = 30_000;
const AT_ONCE = 8;
const REDIRECTS = 5;

/**
 * The releases that a command is about, from a Schema API: `GET /versions`, and all of them as one
 * archive, `GET /migrations/VERSION?from=none`; of a service that has none, one by one. Where the last
 * one is of an earlier tool, how clients fare is asked besides.
 *
 * @throws SchemaServiceError MIGRATION_SOURCE_UNREACHABLE, MIGRATION_SOURCE_INVALID, MIGRATION_SOURCE_VERSION_UNKNOWN
 */
export async function downloadReleases(
  address: string,
  { to, token }: { readonly to?: string; readonly token?: string },
): Promise<FoundReleases> {
  const api = schemaApi(address, token);
  const { latest, versions } = await api.get('/versions', isVersionList);
  const known = latest === null ? {} : { latest };
  const choice = {
    from: api.name,
    latest: undefined,
    ...known,
    ...(to === undefined ? {} : { to }),
  };
  const history = chooseHistory(versions, choice);
  const last = history.at(-1)?.version;
  const packed = last === undefined ? [] : await api.archive(last);
  const names = history.map(({ version }) => version);
  const hasAll = names.every((name) => packed.some(({ version }) => version === name));
  if (!hasAll) return { ...(await downloadEach(api, names)), latest: last };
  const newest = packed.find(({ version }) => version === last);
  const isSilent = newest !== undefined && recordOf(newest.metadata).clients === undefined;
  const clients = isSilent ? clientsOf(await migrationsOf(api, newest.version)) : [];
  return { releases: packed, latest: last, clients };
}

const migrationsOf = (api: SchemaApi, version: string): Promise<MigrationList> =>
  api.get(`/migrations/${encodeURIComponent(version)}`, isMigrationList);

/** What a release of an earlier tool did not record; none of a service of an earlier one. */
const clientsOf = (list: MigrationList | undefined): readonly ClientVerdict[] =>
  areVerdicts(list?.clients) ? list.clients : [];

/** Of a service that packs no archives. */
async function downloadEach(
  api: SchemaApi,
  versions: readonly string[],
): Promise<Pick<FoundReleases, 'releases' | 'clients'>> {
  const lists: MigrationList[] = [];
  for (let at = 0; at < versions.length; at += AT_ONCE) {
    const part = versions.slice(at, at + AT_ONCE).map((version) => migrationsOf(api, version));
    lists.push(...(await Promise.all(part)));
  }
  const releases = versions.flatMap((version, at) => {
    const list = lists[at];
    return list === undefined ? [] : [releaseFiles(version, list)];
  });
  return { releases, clients: clientsOf(lists.at(-1)) };
}

/** The address as it may be shown: without the password that it may have. */
export const shownAddress = (address: string): string => schemaApi(address).name;

interface VersionList {
  readonly latest: string | null;
  readonly versions: readonly ReleaseLink[];
}

interface MigrationList {
  readonly metadata: unknown;
  readonly structure?: string;
  readonly squash?: SquashFiles;
  readonly clients?: unknown;
  readonly repeatables?: readonly { readonly name: string; readonly sql: string }[];
  readonly migrations: readonly {
    readonly id: string;
    readonly up: string;
    readonly down: string | null;
  }[];
}

function releaseFiles(
  version: string,
  { metadata, structure, squash, migrations, repeatables = [] }: MigrationList,
): ReleaseFiles {
  const scripts = repeatables.map(({ name, sql }) => [repeatablePath(name), sql] as const);
  const texts = migrations.flatMap(({ id, up, down }) => [
    [`${id}/up.sql`, up] as const,
    ...(down === null ? [] : [[`${id}/down.sql`, down] as const]),
  ]);
  const structures = structure === undefined ? [] : [[STRUCTURE_FILE, structure] as const];
  const squashed = squash ? squashEntries(squash) : [];
  const all = [...texts, ...scripts, ...squashed, ...structures];
  const files = new Map(all.map(([path, text]) => [path, Buffer.from(text)]));
  return { version, metadata, files, mayLackStructure: true };
}

interface SchemaApi {
  readonly name: string;
  readonly get: <T>(path: string, isAnswer: (body: unknown) => body is T) => Promise<T>;
  /** The releases up to a version; none where the service answers with anything else. */
  readonly archive: (version: string) => Promise<readonly ReleaseFiles[]>;
}

function schemaApi(address: string, token?: string): SchemaApi {
  if (!URL.canParse(address)) throw invalid(address, 'It is no URL.');
  const url = new URL(address);
  const { username, password } = url;
  const login = [username, password].map(decodeURIComponent).join(':');
  Object.assign(url, { username: '', password: '', search: '', hash: '' });
  const name = url.href.replace(/\/+$/, '');
  const bearer = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const basic = { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
  const access = login === ':' ? bearer : basic;
  const headers = { accept: 'application/json', ...access };
  return {
    name,
    get: async (path, isAnswer) => {
      const { status, bytes } = await ask(`${name}${path}`, headers);
      const body = jsonOf(bytes.toString());
      if (status === 200 && isAnswer(body)) return body;
      throw invalid(`${name}${path}`, reasonOf(status, body));
    },
    archive: async (version) => {
      const path = `/migrations/${encodeURIComponent(version)}?from=none`;
      const answer = await ask(`${name}${path}`, { ...access, accept: 'application/gzip' });
      if (answer.status !== 200 || answer.type !== 'application/gzip') return [];
      return readReleaseArchive(answer.bytes).catch((error: unknown) => {
        throw invalid(`${name}${path}`, error instanceof Error ? error.message : String(error));
      });
    },
  };
}

/** Follows redirects within the server: to another one, neither a password nor the question goes. */
async function ask(
  first: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly type: string | null; readonly bytes: Buffer }> {
  let url = first;
  for (let left = REDIRECTS; left > 0; left -= 1) {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    try {
      const response = await fetch(url, { headers, signal, redirect: 'manual' });
      const location = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || location === null) {
        const { status, headers: answered } = response;
        const bytes = Buffer.from(await response.arrayBuffer());
        return { status, type: answered.get('content-type'), bytes };
      }
      const next = new URL(location, url);
      if (next.origin !== new URL(url).origin) {
        throw invalid(
          url,
          `It leads to ${next.origin}, which is another server. If that is right, give its address.`,
        );
      }
      url = next.href;
    } catch (cause) {
      throw cause instanceof SchemaServiceError ? cause : unreachable(url, cause);
    }
  }
  throw invalid(first, `It leads from one address to the next, more than ${REDIRECTS} times.`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isVersionList(body: unknown): body is VersionList {
  const { latest, versions } = recordOf(body);
  return (
    (latest === null || typeof latest === 'string') &&
    Array.isArray(versions) &&
    versions
      .map(recordOf)
      .every(
        ({ version, appliesTo, includes }) =>
          typeof version === 'string' && areVersions(appliesTo) && areVersions(includes),
      )
  );
}

function isMigrationList(body: unknown): body is MigrationList {
  const { migrations, metadata, structure, squash, repeatables = [] } = recordOf(body);
  return (
    metadata !== undefined &&
    (structure === undefined || typeof structure === 'string') &&
    (squash === undefined || areSquashFiles(squash)) &&
    Array.isArray(repeatables) &&
    repeatables
      .map(recordOf)
      .every(({ name, sql }) => typeof name === 'string' && typeof sql === 'string') &&
    Array.isArray(migrations) &&
    migrations
      .map(recordOf)
      .every(
        ({ id, up, down }) =>
          typeof id === 'string' &&
          typeof up === 'string' &&
          (down === null || typeof down === 'string'),
      )
  );
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

/** What the service says of itself, where it is one, or what answered instead. */
function reasonOf(status: number, body: unknown): string {
  const { code, message } = recordOf(body);
  if (typeof code === 'string' && typeof message === 'string') return `${message} (${code})`;
  return status === 200
    ? 'It did not answer as a Schema API of this version does.'
    : `It answered ${status}, and not as a Schema API does.`;
}

function invalid(from: string, why: string): SchemaServiceError {
  return new SchemaServiceError({
    code: 'MIGRATION_SOURCE_INVALID',
    message: `${from} gives no migrations.`,
    why,
    fix: 'Give the address of a Schema API, such as --from https://schemas.example.org',
    meta: { from },
  });
}

function unreachable(url: string, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'MIGRATION_SOURCE_UNREACHABLE',
      message: `Nothing answers at ${url}.`,
      why: causeText(cause),
      fix: 'Check the address and that the Schema API runs, and try again: nothing was done.',
      meta: { url },
    },
    { cause },
  );
}

/** What fetch says is `fetch failed`; its cause says what failed. */
function causeText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `No answer within ${TIMEOUT_MS / 1000} s.`;
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code } = cause as NodeJS.ErrnoException;
  return cause.message || code || error.message;
}

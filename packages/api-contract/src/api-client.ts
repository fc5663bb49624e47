import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { ClientDescription, ClientLanguage } from './client-description.ts';
import { type Endpoint, endpoints } from './endpoints.ts';
import { ErrorEnvelope } from './error-envelope.ts';
import type { MigrationList } from './migration-list.ts';
import type { SchemaDocument, VersionList, VersionSummary } from './version.ts';

/**
 * The typed client of the REST API. `version` is a semver string or `latest`.
 * Every method throws the service's own `SchemaServiceError` (e.g.
 * `VERSION_NOT_FOUND`), `API_UNREACHABLE` where nothing answers, or
 * `API_ANSWER_INVALID` where something other than a Schema API does.
 */
export interface ApiClient {
  listVersions(): Promise<VersionList>;
  latestVersion(): Promise<VersionSummary>;
  getSchema(version: string): Promise<SchemaDocument>;
  /** The `.prisma` text alone. */
  getSchemaText(version: string): Promise<string>;
  describeClient(version: string, language: ClientLanguage): Promise<ClientDescription>;
  /** The package itself: a .tgz or a .whl. Check it against the digests of {@link ApiClient.describeClient}. */
  downloadClient(version: string, language: ClientLanguage): Promise<Uint8Array>;
  listMigrations(version: string): Promise<MigrationList>;
}

export interface ApiClientOptions {
  /** Where the Schema API answers, e.g. `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** Default: the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
}

/** An {@link ApiClient}; opens no connection until it is called. */
export function createApiClient({
  baseUrl,
  fetch = globalThis.fetch,
}: ApiClientOptions): ApiClient {
  const base = baseUrl.replace(/\/+$/, '');

  async function request(path: string, accept: string): Promise<Response> {
    const url = `${base}${path}`;
    const response = await fetch(url, { headers: { accept } }).catch((cause: unknown) => {
      throw unreachable(url, cause);
    });
    if (!response.ok) throw await failureOf(url, response);
    return response;
  }

  async function json<P extends TSchema, R extends TSchema>(
    endpoint: Endpoint<P, R>,
    params: Static<P>,
    query = '',
  ): Promise<Static<R>> {
    const response = await request(pathOf(endpoint, params) + query, 'application/json');
    const body: unknown = await response.json().catch(() => undefined);
    if (!Value.Check(endpoint.schema.response[200], body)) throw invalidAnswer(response.url);
    return body;
  }

  return {
    listVersions: () => json(endpoints.listVersions, {}),
    latestVersion: () => json(endpoints.latestVersion, {}),
    getSchema: (version) => json(endpoints.getSchema, { version }),
    getSchemaText: async (version) =>
      (await request(pathOf(endpoints.getSchema, { version }), 'text/plain')).text(),
    describeClient: (version, language) =>
      json(endpoints.getClient, { version, language }, '?format=json'),
    downloadClient: async (version, language) => {
      const response = await request(pathOf(endpoints.getClient, { version, language }), '*/*');
      return new Uint8Array(await response.arrayBuffer());
    },
    listMigrations: (version) => json(endpoints.listMigrations, { version }),
  };
}

function pathOf<P extends TSchema>(endpoint: Endpoint<P, TSchema>, params: Static<P>): string {
  const values = new Map(Object.entries(params as Record<string, string>));
  return endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(values.get(name) ?? ''));
}

async function failureOf(url: string, response: Response): Promise<Error> {
  const body: unknown = await response.json().catch(() => undefined);
  // The schema's optional properties are what the envelope's type says, undefined left aside.
  if (Value.Check(ErrorEnvelope, body))
    return new SchemaServiceError(body as SchemaServiceErrorData);
  return invalidAnswer(url, response.status);
}

function unreachable(url: string, cause: unknown): SchemaServiceError {
  return new SchemaServiceError(
    {
      code: 'API_UNREACHABLE',
      message: `Nothing answers at ${url}.`,
      fix: 'Start the Schema API, or check the base URL.',
      meta: { url },
    },
    { cause },
  );
}

function invalidAnswer(url: string, status?: number): SchemaServiceError {
  return new SchemaServiceError({
    code: 'API_ANSWER_INVALID',
    message: `${url} did not answer as a Schema API does.`,
    fix: 'Check that the base URL is that of a Schema API of this version.',
    meta: { url, ...(status === undefined ? {} : { status }) },
  });
}

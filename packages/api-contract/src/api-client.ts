import { createApiRequest } from './api-request.ts';
import type { ClientDescription, ClientLanguage } from './client-description.ts';
import type { ClientCompatibility, VersionDiff } from './comparison.ts';
import { endpoints } from './endpoints.ts';
import type { EventPage } from './events.ts';
import type { ApiClientOptions } from './http-request.ts';
import type { MigrationList } from './migration-list.ts';
import type { SchemaDocument, VersionList, VersionSummary } from './version.ts';

/**
 * The typed client of the REST API. `version` is a semver string, a range or a tag.
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
  /** Of the version alone; with `from` (a version, or `none`) of all that lie between the two. */
  listMigrations(version: string, from?: string): Promise<MigrationList>;
  /** What lies between two versions: changes with verdicts, and the SQL. */
  diffVersions(from: string, to: string): Promise<VersionDiff>;
  /** What happened after an event, oldest first. */
  listEvents(after?: string): Promise<EventPage>;
  /** Whether a client of one version works on a database at another. */
  compatibility(client: string, database: string): Promise<ClientCompatibility>;
}

/** An {@link ApiClient}; opens no connection until it is called. */
export function createApiClient(options: ApiClientOptions): ApiClient {
  const { json, raw } = createApiRequest(options);
  return {
    listVersions: () => json(endpoints.listVersions, { params: {} }),
    latestVersion: () => json(endpoints.latestVersion, { params: {} }),
    getSchema: (version) => json(endpoints.getSchema, { params: { version } }),
    getSchemaText: async (version) =>
      (await raw(endpoints.getSchema, { version }, { accept: 'text/plain' })).text(),
    describeClient: (version, language) =>
      json(endpoints.getClient, { params: { version, language }, query: { format: 'json' } }),
    downloadClient: async (version, language) => {
      const response = await raw(endpoints.getClient, { version, language }, { accept: '*/*' });
      return new Uint8Array(await response.arrayBuffer());
    },
    listMigrations: (version, from) =>
      json(endpoints.listMigrations, {
        params: { version },
        ...(from === undefined ? {} : { query: { from } }),
      }),
    diffVersions: (from, to) => json(endpoints.diffVersions, { params: { from, to } }),
    listEvents: (after) =>
      json(endpoints.listEvents, { params: {}, query: after === undefined ? {} : { after } }),
    compatibility: (client, database) =>
      json(endpoints.compatibility, { params: {}, query: { client, database } }),
  };
}

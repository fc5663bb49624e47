import { type Static, type TSchema, Type } from 'typebox';
import { ClientDescription } from './client-description.ts';
import { ErrorEnvelope } from './error-envelope.ts';
import { MigrationList } from './migration-list.ts';
import { SchemaDocument } from './schema-document.ts';
import { Liveness, Readiness, ServiceIndex } from './service-status.ts';
import { VersionList, VersionSummary } from './version-list.ts';
import { VersionOrLatest } from './version-strings.ts';

const anyVersion = Type.Object({ version: VersionOrLatest });
// Not an enum: an unknown language is a 404 that names the known ones, as an unknown version is.
const versionAndLanguage = Type.Object({
  version: VersionOrLatest,
  language: Type.String({ description: 'node, python or typescript.' }),
});
const nothing = Type.Object({});

/**
 * Every REST endpoint as data: the server registers its routes from these, the
 * OpenAPI document is made from them, and {@link createApiClient} calls them.
 */
export const endpoints = {
  index: get('/', 'service', 'Where everything is', nothing, ServiceIndex),
  liveness: get('/healthz', 'service', 'Is the process alive', nothing, Liveness),
  readiness: get('/readyz', 'service', 'Is the database reachable', nothing, Readiness, 503),
  listVersions: get('/versions', 'versions', 'Every published version', nothing, VersionList),
  latestVersion: get(
    '/versions/latest',
    'versions',
    'The highest published version',
    nothing,
    VersionSummary,
    404,
  ),
  getSchema: get(
    '/schema/:version',
    'schema',
    'The schema, its metadata and changelog; `Accept: text/plain` gives the .prisma text alone',
    anyVersion,
    SchemaDocument,
    400,
    404,
  ),
  getClient: get(
    '/client/:version/:language',
    'clients',
    'The client package itself; `?format=json` describes it instead',
    versionAndLanguage,
    ClientDescription,
    400,
    404,
  ),
  listMigrations: get(
    '/migrations/:version',
    'migrations',
    "The version's own migrations, with SQL and checksums",
    anyVersion,
    MigrationList,
    400,
    404,
  ),
} as const;

/** An endpoint as data: its path and the schemas of its parameters and answers. */
export interface Endpoint<Params extends TSchema, Response extends TSchema> {
  readonly path: string;
  readonly schema: {
    readonly summary: string;
    readonly tags: readonly [string];
    readonly params: Params;
    readonly response: { readonly 200: Response; readonly [failure: `${4 | 5}${string}`]: TSchema };
  };
}

/** What an endpoint answers on success. */
export type ResponseOf<E> = E extends Endpoint<TSchema, infer Response> ? Static<Response> : never;

function get<Params extends TSchema, Response extends TSchema>(
  path: string,
  tag: string,
  summary: string,
  params: Params,
  response: Response,
  ...failures: readonly (400 | 404 | 503)[]
): Endpoint<Params, Response> {
  const envelopes = Object.fromEntries(failures.map((status) => [status, ErrorEnvelope]));
  return {
    path,
    schema: { summary, tags: [tag], params, response: { 200: response, ...envelopes } },
  };
}

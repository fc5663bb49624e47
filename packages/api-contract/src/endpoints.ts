import { type Static, type TSchema, Type } from 'typebox';
import { ClientDescription, clientLanguages } from './client-description.ts';
import { ErrorEnvelope } from './error-envelope.ts';
import { MigrationList } from './migration-list.ts';
import { Liveness, Readiness, ServiceIndex } from './service-status.ts';
import { SchemaDocument, VersionList, VersionOrLatest, VersionSummary } from './version.ts';

const anyVersion = Type.Object({ version: VersionOrLatest });
// Not an enum: an unknown language is a 404 that names the known ones, as an unknown version is.
const versionAndLanguage = Type.Object({
  version: VersionOrLatest,
  language: Type.String({ description: `One of ${clientLanguages.join(', ')}.` }),
});
const nothing = Type.Object({});

/**
 * Every REST endpoint as data: the server registers its routes from these, the
 * OpenAPI document is made from them, and {@link createApiClient} calls them.
 */
export const endpoints = {
  index: get('/', {
    tag: 'service',
    summary: 'Where everything is.',
    params: nothing,
    response: ServiceIndex,
  }),
  liveness: get('/healthz', {
    tag: 'service',
    summary: 'Is the process alive?',
    params: nothing,
    response: Liveness,
  }),
  readiness: get('/readyz', {
    tag: 'service',
    summary: 'Is the database reachable?',
    params: nothing,
    response: Readiness,
    failures: [503],
  }),
  listVersions: get('/versions', {
    tag: 'versions',
    summary: 'Every published version, lowest first.',
    params: nothing,
    response: VersionList,
  }),
  latestVersion: get('/versions/latest', {
    tag: 'versions',
    summary: 'The highest published version that is no prerelease.',
    params: nothing,
    response: VersionSummary,
    failures: [404],
  }),
  getSchema: get('/schema/:version', {
    tag: 'schema',
    summary: 'The schema with its metadata and changelog; the .prisma text for who prefers text.',
    params: anyVersion,
    response: SchemaDocument,
    otherContent: ['text/plain', 'application/vnd.prisma'],
    failures: [400, 404],
  }),
  getClient: get('/client/:version/:language', {
    tag: 'clients',
    summary: 'The client package itself; with ?format=json what it is and how to install it.',
    params: versionAndLanguage,
    response: ClientDescription,
    otherContent: ['application/gzip', 'application/zip'],
    failures: [400, 404],
  }),
  listMigrations: get('/migrations/:version', {
    tag: 'migrations',
    summary: "The version's own migrations, with SQL, checksums, metadata and structure.",
    params: anyVersion,
    response: MigrationList,
    failures: [400, 404],
  }),
} as const;

/** An endpoint as data: its path and the schemas of its parameters and answers. */
export interface Endpoint<Params extends TSchema, Response extends TSchema> {
  readonly path: string;
  readonly schema: {
    readonly summary: string;
    readonly tags: readonly [string];
    readonly params: Params;
    readonly response: { readonly 200: Response; readonly [failure: `${4 | 5}${string}`]: TSchema };
    /** The media types besides JSON in which it answers, for the OpenAPI document. */
    readonly otherContent: readonly string[];
  };
}

/** What an endpoint answers on success. */
export type ResponseOf<E> = E extends Endpoint<TSchema, infer Response> ? Static<Response> : never;

interface EndpointOptions<Params extends TSchema, Response extends TSchema> {
  readonly tag: string;
  readonly summary: string;
  readonly params: Params;
  readonly response: Response;
  readonly failures?: readonly (400 | 404 | 503)[];
  readonly otherContent?: readonly string[];
}

function get<Params extends TSchema, Response extends TSchema>(
  path: string,
  { tag, failures = [], otherContent = [], response, ...schema }: EndpointOptions<Params, Response>,
): Endpoint<Params, Response> {
  const envelopes = Object.fromEntries(failures.map((status) => [status, ErrorEnvelope]));
  const responses = { 200: response, ...envelopes };
  return { path, schema: { ...schema, tags: [tag], response: responses, otherContent } };
}

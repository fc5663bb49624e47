import { Type } from 'typebox';
import { auditEndpoints } from './audit.ts';
import { ClientDescription, clientLanguages } from './client-description.ts';
import { comparisonEndpoints } from './comparison.ts';
import { consumerEndpoints } from './consumers.ts';
import { diagramEndpoints } from './diagram.ts';
import { endpoint } from './endpoint.ts';
import { environmentEndpoints } from './environments.ts';
import { eventEndpoints } from './events.ts';
import { migrationEffectEndpoints } from './migration-effects.ts';
import { ChainQuery, MigrationList } from './migration-list.ts';
import { packageListEndpoints } from './package-list.ts';
import { publishingEndpoints } from './publishing.ts';
import { rolloutEndpoints } from './rollouts.ts';
import { runEndpoints } from './runs.ts';
import { schemaHistoryEndpoints } from './schema-history.ts';
import { Liveness, Readiness, ServiceIndex } from './service-status.ts';
import { tokenEndpoints } from './tokens.ts';
import { SchemaDocument, VersionList, VersionReference, VersionSummary } from './version.ts';
import { webhookEndpoints } from './webhooks.ts';
import { workingSchemaEndpoints } from './working-schemas.ts';

const anyVersion = Type.Object({ version: VersionReference });
// Not an enum: an unknown language is a 404 that names the known ones, as an unknown version is.
const versionAndLanguage = Type.Object({
  version: VersionReference,
  language: Type.String({ description: `One of ${clientLanguages.join(', ')}.` }),
});
const clientFormat = Type.Object({
  format: Type.Optional(
    Type.Enum(['package', 'json'], { description: 'package (the default) or json.' }),
  ),
});
const schemaFormat = Type.Object({
  format: Type.Optional(
    Type.Enum(['json', 'text', 'model'], {
      description: 'Goes before Accept: json, text or model.',
    }),
  ),
});
const nothing = Type.Object({});

/**
 * Every REST endpoint as data: the server registers its routes from these, the
 * OpenAPI document is made from them, and {@link createApiClient} calls them.
 */
export const endpoints = {
  ...publishingEndpoints,
  index: endpoint('GET', '/', {
    tag: 'service',
    scope: 'none',
    summary: 'Where everything is; as a page for who prefers HTML.',
    params: nothing,
    response: ServiceIndex,
    otherContent: ['text/html'],
  }),
  liveness: endpoint('GET', '/healthz', {
    tag: 'service',
    scope: 'none',
    summary: 'Is the process alive?',
    params: nothing,
    response: Liveness,
  }),
  readiness: endpoint('GET', '/readyz', {
    tag: 'service',
    scope: 'none',
    summary: 'Is the database reachable?',
    params: nothing,
    response: Readiness,
    failures: [503],
  }),
  listVersions: endpoint('GET', '/versions', {
    tag: 'versions',
    summary: 'Every published version, lowest first.',
    params: nothing,
    response: VersionList,
    otherAnswers: [304],
  }),
  latestVersion: endpoint('GET', '/versions/latest', {
    tag: 'versions',
    summary: 'The version that the tag latest names.',
    params: nothing,
    response: VersionSummary,
    otherAnswers: [304],
    failures: [404],
  }),
  getSchema: endpoint('GET', '/schema/:version', {
    tag: 'schema',
    summary:
      'The schema with its metadata and changelog; its .prisma text, or its model as JSON, for who prefers that.',
    params: anyVersion,
    response: SchemaDocument,
    otherAnswers: [304, 307],
    query: schemaFormat,
    otherContent: ['text/plain', 'application/vnd.prisma', 'application/vnd.schema-model+json'],
    failures: [400, 404, 422],
  }),
  getClient: endpoint('GET', '/client/:version/:language', {
    tag: 'clients',
    summary: 'The client package itself; with ?format=json what it is and how to install it.',
    params: versionAndLanguage,
    query: clientFormat,
    response: ClientDescription,
    otherAnswers: [206, 304, 307, 416],
    otherContent: ['application/gzip', 'application/zip'],
    failures: [400, 404],
  }),
  listMigrations: endpoint('GET', '/migrations/:version', {
    tag: 'migrations',
    summary:
      "The version's own migrations, with SQL, checksums, metadata and structure; with ?from= all that lie between two versions.",
    params: anyVersion,
    query: ChainQuery,
    response: MigrationList,
    otherAnswers: [304, 307],
    otherContent: ['application/gzip'],
    failures: [400, 404, 409],
  }),
  ...packageListEndpoints,
  ...migrationEffectEndpoints,
  ...schemaHistoryEndpoints,
  ...diagramEndpoints,
  ...comparisonEndpoints,
  ...workingSchemaEndpoints,
  ...eventEndpoints,
  ...tokenEndpoints,
  ...auditEndpoints,
  ...webhookEndpoints,
  ...consumerEndpoints,
  ...environmentEndpoints,
  ...runEndpoints,
  ...rolloutEndpoints,
} as const;

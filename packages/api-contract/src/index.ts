export { type ApiClient, type ApiClientOptions, createApiClient } from './api-client.ts';
export { ClientDescription, type ClientLanguage, clientLanguages } from './client-description.ts';
export { type Endpoint, endpoints, type ResponseOf } from './endpoints.ts';
export { ErrorEnvelope } from './error-envelope.ts';
export { Migration, MigrationList } from './migration-list.ts';
export { Liveness, Readiness, ServiceIndex } from './service-status.ts';
export {
  SchemaDocument,
  Version,
  VersionList,
  VersionOrLatest,
  VersionSummary,
} from './version.ts';

export { type ApiClient, type ApiClientOptions, createApiClient } from './api-client.ts';
export { ClientDescription, type ClientLanguage, clientLanguages } from './client-description.ts';
export { type Endpoint, endpoints, type ResponseOf } from './endpoints.ts';
export { ErrorEnvelope } from './error-envelope.ts';
export { Migration, MigrationList } from './migration-list.ts';
export { SchemaDocument } from './schema-document.ts';
export { Liveness, Readiness, ServiceIndex } from './service-status.ts';
export { VersionList, VersionSummary } from './version-list.ts';
export { Version, VersionOrLatest } from './version-strings.ts';

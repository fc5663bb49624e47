export { type ApiClient, createApiClient } from './api-client.ts';
export { createApiRequest } from './api-request.ts';
export { AuditEntry, AuditPage } from './audit.ts';
export { ClientDescription, type ClientLanguage, clientLanguages } from './client-description.ts';
export {
  ClientCompatibility,
  ClientDiff,
  MigrationStep,
  SchemaChange,
  VersionDiff,
} from './comparison.ts';
export { Consumers, DatabaseConsumers } from './consumers.ts';
export { Diagram, DiagramEdge, DiagramNode, Drawing } from './diagram.ts';
export {
  type Endpoint,
  endpoint,
  type Method,
  type OtherAnswer,
  type ResponseOf,
  type RouteScope,
} from './endpoint.ts';
export { endpoints } from './endpoints.ts';
export {
  BatchPause,
  EnvironmentList,
  EnvironmentName,
  EnvironmentPlan,
  EnvironmentPolicy,
  EnvironmentState,
  EnvironmentSummary,
  EnvironmentVersions,
  RunTarget,
  VersionRetirement,
  Window,
} from './environments.ts';
export { ErrorEnvelope } from './error-envelope.ts';
export { type EventKind, EventPage, eventKinds, ServiceEvent } from './events.ts';
export type { ApiClientOptions, ApiRequest } from './http-request.ts';
export { MigrationEffects } from './migration-effects.ts';
export { Migration, MigrationList } from './migration-list.ts';
export { PackageList, VersionPackage } from './package-list.ts';
export { Publication, ReleaseNotice, TagList } from './publishing.ts';
export {
  GroupName,
  Rollout,
  RolloutEnvironmentList,
  RolloutList,
  RolloutRequest,
  type Stage,
} from './rollouts.ts';
export { Run, RunEvent, RunEventList, RunId, RunList, RunRequest } from './runs.ts';
export { SchemaHistory } from './schema-history.ts';
export { Liveness, Readiness, ServiceIndex } from './service-status.ts';
export {
  IdTokenExchange,
  NewToken,
  TokenDescription,
  TokenPage,
  TokenRequest,
  TokenScope,
} from './tokens.ts';
export {
  SchemaDocument,
  Version,
  VersionList,
  VersionReference,
  VersionSummary,
} from './version.ts';
export {
  DeliveryList,
  Webhook,
  WebhookDelivery,
  WebhookList,
  WebhookWithSecret,
} from './webhooks.ts';
export { WorkingDiff, WorkingFile, WorkingSchemaDescription } from './working-schemas.ts';

export {
  type AuditEntry,
  type AuditLog,
  type Change,
  type ChangeOrigin,
  recordChange,
} from './audit/audit-log.ts';
export type { BlobStat, BlobStore } from './blobs/blob-store.ts';
export { createPostgresBlobs } from './blobs/postgres-blobs.ts';
export {
  type CatalogMigration,
  ensureCatalogSchema,
  type MigrateUp,
} from './database/ensure-catalog-schema.ts';
export { select } from './database/select.ts';
export { inTransaction, withClient } from './database/with-client.ts';
export type { DiagramStore } from './diagrams/diagram-store.ts';
export {
  type CatalogEvent,
  type EventKind,
  type EventLog,
  eventKinds,
  type NewEvent,
  recordEvent,
} from './events/event-log.ts';
export { createEventSignals, type EventSignal, type EventSignals } from './events/event-signals.ts';
export type {
  PendingRelease,
  Publications,
  StagedPart,
  StagedRecord,
} from './publications/publications.ts';
export { STAGED_DAYS } from './publications/staging.ts';
export {
  createPostgresCatalog,
  type PostgresCatalogOptions,
} from './releases/postgres-catalog.ts';
export { contentDigest } from './releases/publish.ts';
export type {
  Release,
  ReleaseMigration,
  ReleaseRepeatable,
  ReleaseSquash,
} from './releases/release.ts';
export type {
  ArtifactContent,
  ArtifactFilter,
  ArtifactSummary,
  CatalogRelease,
  PublishedArtifact,
  PublishedRelease,
  ReleaseCatalog,
  ReleaseNotice,
  VersionSummary,
} from './releases/release-catalog.ts';
export type {
  ChangeSummary,
  MigrationChecksums,
  RecordedVerdict,
  ReleaseMetadata,
  RepeatableDigest,
  SquashDigests,
} from './releases/release-metadata.ts';
export type {
  Rollout,
  RolloutCounts,
  RolloutEnvironment,
  RolloutEnvironmentStatus,
  RolloutStatus,
} from './rollouts/rollout.ts';
export type {
  EnqueueRollout,
  NewRollout,
  RolloutStore,
} from './rollouts/rollout-store.ts';
export { createRolloutWork, type RolloutWork, type Turn } from './rollouts/rollout-work.ts';
export {
  LAST_RUN_EVENT,
  type PlannedStep,
  type Run,
  type RunDirection,
  type RunEvent,
  type RunKind,
  type RunOptions,
  type RunPlan,
  type RunResult,
  type RunStatus,
  runDirections,
  runKinds,
  runStatuses,
} from './runs/run.ts';
export { type Enqueue, type NewRun, planChanged, type RunStore } from './runs/run-store.ts';
export { type Claim, createRunWork, type RunEnd, type RunWork } from './runs/run-work.ts';
export { createStores, type Stores } from './stores.ts';
export { isGranted, isScope, type Scope, scopePattern } from './tokens/scopes.ts';
export type {
  CreatedToken,
  IdTokenUse,
  NewToken,
  StoredToken,
  Token,
  TokenList,
  TokenSource,
  TokenStore,
} from './tokens/token.ts';
export {
  isIntact,
  isSameHash,
  type PresentedToken,
  presentedToken,
} from './tokens/token-text.ts';
export type { DownloadCount, DownloadCounts, DownloadSum } from './usage/download-counts.ts';
export { type LiveConnections, liveConnections } from './usage/live-connections.ts';
export type {
  AttemptOutcome,
  ClaimedDelivery,
  Delivery,
  DeliveryAttempt,
  DeliveryQueue,
  DeliveryStatus,
} from './webhooks/delivery-queue.ts';
export type { NewWebhook, Webhook, WebhookStore } from './webhooks/webhook-store.ts';
export {
  WORKING_SCHEMA_DAYS,
  type WorkingFile,
  type WorkingSchema,
  type WorkingSchemaStore,
} from './working-schemas/working-schema-store.ts';

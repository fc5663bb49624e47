export {
  type BatchDirective,
  blockedBy,
  type LockMode,
  type Phase,
  parseDuration,
  type RollbackClass,
  type ScriptDirectives,
  type SqlStatement,
  scriptLocks,
} from '@schema-service/postgres-sql';
export type { DriftFound, MigrationEvent, StepPosition } from './apply/migration-event.ts';
export { eventRecord } from './apply/migration-event.ts';
export type { ApplyOptions } from './apply/run-context.ts';
export {
  ACCEPTED_FILE,
  type AcceptedDifference,
  acceptedDifference,
  acceptedText,
  readAcceptedDifferences,
  type SettledDifferences,
  settleDifferences,
} from './catalog/accepted-differences.ts';
export {
  compareStructures,
  type StructureDifference,
  withoutPairs,
} from './catalog/compare-structures.ts';
export type { ComparisonOptions } from './catalog/compared-parts.ts';
export type {
  DatabaseStructure,
  StructureObject,
  StructureObjectKind,
  StructureValue,
} from './catalog/database-structure.ts';
export type { StructureOptions } from './catalog/find-drift.ts';
export { formatDifference } from './catalog/format-difference.ts';
export { isKeptValues } from './catalog/kept-values.ts';
export { findOtherHistories, type OtherHistory } from './catalog/other-tools.ts';
export { readStructure, type StructureScope } from './catalog/read-structure.ts';
export type { SchemaNames } from './catalog/rename-schemas.ts';
export type { ClientVerdict } from './clients/client-verdict.ts';
export type { KnownClients, SeenClient } from './clients/read-clients.ts';
export { type AbandonGoalOptions, abandon, abandonGoal } from './commands/abandon.ts';
export { type AdoptOptions, type AdoptResult, adopt, adoptEvents } from './commands/adopt.ts';
export { type BaselineOptions, type BaselineResult, baseline } from './commands/baseline.ts';
export {
  type ContractGoalOptions,
  type ContractOptions,
  contract,
  contractEvents,
  contractGoal,
} from './commands/contract.ts';
export { ensureVersion } from './commands/ensure-version.ts';
export { history } from './commands/history.ts';
export type { HistoryEntry } from './commands/history-entries.ts';
export { importFiles } from './commands/import-files.ts';
export {
  type ImportOptions,
  type ImportResult,
  importHistory,
} from './commands/import-history.ts';
export { type Marked, type MarkOptions, type MarkResult, mark } from './commands/mark.ts';
export { migrate } from './commands/migrate.ts';
export type { DatabaseOptions, DriftOptions, MigrateOptions } from './commands/migrate-options.ts';
export type {
  MigrationState,
  MigrationStatus,
  SquashState,
  StatusGoal,
} from './commands/migration-status.ts';
export { type PauseResult, pauseBatches, resumeBatches } from './commands/pause.ts';
export { explain, type PlanReport, plan, planAsSql } from './commands/plan.ts';
export type { NonEmptyOptions } from './commands/refuse-non-empty.ts';
export { type RepairOptions, type RepairResult, repair } from './commands/repair.ts';
export { type RetireOptions, type RetireResult, retire } from './commands/retire.ts';
export { type Snapshot, snapshot } from './commands/snapshot.ts';
export { type SquashOptions, type SquashResult, squash } from './commands/squash.ts';
export { status } from './commands/status.ts';
export type { MigratedStep, MigrationResult } from './commands/up-down-retry.ts';
export { down, retry, up } from './commands/up-down-retry.ts';
export { type Verification, verify } from './commands/verify.ts';
export {
  type OpeningProgress,
  type VersionState,
  type VersionsReport,
  versions,
  type WaitingContract,
} from './commands/versions.ts';
export { type WaitForVersionOptions, waitForVersion } from './commands/wait-for-version.ts';
export { type WaitForServerOptions, waitForServer } from './connection/wait-for-server.ts';
export {
  type DatabaseComment,
  type DatabaseScript,
  readDatabaseScript,
  type UnwrittenObject,
} from './creation/database-script.ts';
export { toolVersion } from './embedded.ts';
export {
  type Environment,
  eachEnvironment,
  type OutcomeFor,
  optionsFor,
} from './environments/each-environment.ts';
export {
  ENVIRONMENT_FILE,
  type EnvironmentFile,
  ON_DRIFT,
  readEnvironments,
  selectEnvironments,
} from './environments/environment-file.ts';
export { type RolloutStage, rolloutStages } from './environments/rollout-stages.ts';
export { type EnvironmentOutcome, type UpAllOptions, upAll } from './environments/up-all.ts';
export type { ImportTool } from './import/foreign-history.ts';
export { IMPORT_TOOLS } from './import/read-foreign-history.ts';
export {
  type Blocker,
  describeBlocker,
  describeIndexBuild,
  type IndexBuild,
} from './lock/blockers.ts';
export { describeLockHolder, type LockHolder } from './lock/lock-holder.ts';
export type { LockAcquired, LockWaiting } from './lock/session-lock.ts';
export { type DataLoss, describeDataLoss } from './loss/data-loss.ts';
export { downClass } from './loss/script-losses.ts';
export type { Migration, MigrationScript } from './migrations/migration.ts';
export { loadMigrations, readMigrations } from './migrations/read-migrations.ts';
export { isVersion } from './migrations/version.ts';
export { type ApprovedPlan, approvedPlan, parseApprovedPlan } from './plan/approved-plan.ts';
export { oldestBeside } from './plan/contracts.ts';
export { describeEditedDown, type EditedDown } from './plan/edited-downs.ts';
export type { Repair } from './plan/find-repairs.ts';
export { describeHistoryProblem, type HistoryProblem } from './plan/history-problem.ts';
export type {
  ContractGoal,
  MigrationGoal,
  MigrationPlan,
  MigrationStep,
  PlanOptions,
  RetryGoal,
  UnknownOption,
} from './plan/migration-plan.ts';
export { isIdlePlan } from './plan/migration-plan.ts';
export { NO_VERSION, planMigrations } from './plan/plan-migrations.ts';
export type { BatchReport, LockReport, StepReport } from './plan/step-report.ts';
export { UNKNOWN_IS, type UnknownIs } from './plan/unknown-statement.ts';
export type { VersionChange } from './plan/version-history.ts';
export { chooseHistory, type HistoryChoice, type ReleaseLink } from './releases/choose-history.ts';
export {
  type MigrationSource,
  type MigrationSourceOptions,
  migrationSourceOf,
  openMigrationSource,
} from './releases/open-migration-source.ts';
export type { FoundReleases } from './releases/read-release-folder.ts';
export { type ReleaseFiles, squashEntries } from './releases/release-files.ts';
export {
  type RemoteEnvironment,
  type RemoteGoal,
  type RemoteOptions,
  type RemotePlan,
  type RemoteRun,
  type RunNotice,
  remoteEnvironment,
} from './remote/remote-environment.ts';
export type { RepeatableReason } from './repeatable/plan-repeatables.ts';
export {
  type Repeatable,
  type RepeatableFile,
  type RepeatableSets,
  readRepeatables,
  repeatableFiles,
} from './repeatable/read-repeatables.ts';
export type { RepeatableRecord } from './repeatable/repeatable-records.ts';
export type { RepeatableReport, RepeatableState } from './repeatable/repeatable-report.ts';
export { madeOnlyBy } from './repeatable/unsettled-objects.ts';
export { analyzeScript, type ScriptAnalysis } from './sql/analyze-script.ts';
export type {
  AppliedMigration,
  AppliedMigrationStatus,
  BegunStatement,
  LedgerAction,
  MigrationDirection,
  MigrationFailure,
} from './tracking/applied-migration.ts';
export type { BatchProgress } from './tracking/batch-progress.ts';
export { type History, historyOf } from './tracking/history.ts';
export type { Pause } from './tracking/pause.ts';
export type { BrownoutBegan, BrownoutGoesOn } from './versions/brownout.ts';
export type { ServedVersion } from './versions/served-version.ts';
export { versionSchema } from './versions/version-schema.ts';
export { describeUser, type VersionUser } from './versions/version-user.ts';

import { countText, durationText, tableLines } from '@schema-service/command-line';
import {
  describeEditedDown,
  describeHistoryProblem,
  describeLockHolder,
  type MigrationState,
  type MigrationStatus,
  type Pause,
  type RepeatableState,
  type SeenClient,
  type ServedVersion,
  type VersionChange,
} from '@schema-service/migrator';
import { batchLines } from './batch-lines.ts';
import { REASONS } from './plan-text.ts';
import { aheadText } from './report-result.ts';

/** The latest ones; the others are in the JSON. */
const SHOWN_VERSIONS = 5;

/** A status for people: the version, a line for each migration, then what does not fit. */
export function statusTable(status: MigrationStatus): string {
  const { currentVersion, latestVersion, targetVersion, pending, versions } = status;
  const { hasSnapshot, migrations, problems, editedDowns, lockHolder, clients } = status;
  const { repeatables = [], pause, squash, waiting = [], served = [] } = status;
  const lines = [
    `version  ${currentVersion ?? 'none'}${aside(status)}`,
    ...(targetVersion === latestVersion ? [] : [`target   ${targetVersion ?? 'none'}`]),
    `pending  ${pending.length}`,
    ...(served.length > 0 ? [`serves   ${served.map(servedText).join(', ')}`] : []),
    ...(waiting.length > 0 ? [`waiting  ${waiting.join(', ')}`] : []),
    ...(versions.length === 0
      ? []
      : [`history  ${versions.slice(-SHOWN_VERSIONS).map(changeText).join(', ')}`]),
    ...(currentVersion === null || hasSnapshot
      ? []
      : [`snapshot none of ${currentVersion}: its structure cannot be verified`]),
    ...(clients?.accepted.length ? [`clients  ${clients.accepted.join(', ')}`] : []),
    ...(pause ? [pauseLine(pause)] : []),
    ...(squash
      ? [
          `squash   ${squash.version}: a new database begins there, without ${countText(squash.migrations, 'migration')}`,
        ]
      : []),
    ...(lockHolder ? [`migrating now: ${describeLockHolder(lockHolder)}`] : []),
    '',
    ...tableLines(migrations.map(columns)),
    ...migrations.flatMap(failure),
    ...(repeatables.length > 0 ? ['', ...tableLines(repeatables.map(repeatableColumns))] : []),
    ...repeatables.flatMap(repeatableFailure),
    ...(clients?.seen.length
      ? ['', 'said hello:', ...tableLines(clients.seen.map(seenColumns))]
      : []),
    ...problems.flatMap((problem) => ['', `problem: ${describeHistoryProblem(problem)}`]),
    ...(squash?.problems ?? []).flatMap((problem) => ['', `problem: ${problem}`]),
    ...editedDowns.flatMap((edited) => ['', `edited: ${describeEditedDown(edited)}`]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function aside({ currentVersion, latestVersion, aheadOf }: MigrationStatus): string {
  if (aheadOf !== undefined) return `, ${aheadText(aheadOf)}`;
  return latestVersion === currentVersion ? '' : `, latest is ${latestVersion ?? 'none'}`;
}

/** Whether files and history say the same, and a new database would get what was proven. */
export const isWell = ({ problems, squash }: MigrationStatus): boolean =>
  problems.length === 0 && !squash?.problems.length;

function pauseLine({ since, pausedBy, note }: Pause): string {
  return `batches  paused by ${pausedBy} at ${since.toISOString()}${note ? `: ${note}` : ''}`;
}

function servedText({ version, endsOn }: ServedVersion): string {
  return endsOn === null ? version : `${version} (ends on ${endsOn})`;
}

function changeText({ version, since }: VersionChange): string {
  return `${version ?? 'none'} (${since.toISOString()})`;
}

function columns({ version, migration, status, lastRun }: MigrationState): readonly string[] {
  const name = `${version}/${migration}`;
  if (!lastRun) return [name, status];
  const { startedAt, durationMs, databaseUser, osUser, host, attempt } = lastRun;
  const who = `${databaseUser} (${osUser ?? '?'}@${host ?? '?'})`;
  const tries = attempt > 1 ? `attempt ${attempt}` : '';
  const took = durationMs === null ? '' : durationText(durationMs);
  return [name, status.replace('_', ' '), startedAt.toISOString(), took, who, tries];
}

function repeatableColumns({ name, status, reason, lastRun }: RepeatableState): readonly string[] {
  const state = reason === undefined ? status : `${status}, ${REASONS[reason]}`;
  const last = lastRun ? [lastRun.ranAt.toISOString(), lastRun.databaseUser] : [];
  return [`repeatable/${name}`, state, ...last];
}

function repeatableFailure({ name, status, lastRun }: RepeatableState): readonly string[] {
  if (status !== 'failed' || !lastRun?.error) return [];
  const { message, sqlState, line } = lastRun.error;
  const place = `repeatable/${name}.sql${line === undefined ? '' : `:${line}`}`;
  return ['', `failed: ${place}: ${message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`];
}

/** Who uses the database; what it answers is told where that is not simply ok. */
function seenColumns({ service, version, language, answer, lastSeen }: SeenClient) {
  return [service, version, language, lastSeen.toISOString(), answer === 'ok' ? '' : answer];
}

/** What failed, and how far what runs in batches is. */
function failure({ version, migration, status, lastRun }: MigrationState): readonly string[] {
  if (!lastRun || (!lastRun.error && status !== 'running')) return [];
  const batches = batchLines(lastRun).map((line) => `  ${line}`);
  const path = `${version}/${migration}/${lastRun.direction}.sql`;
  if (!lastRun.error) return batches.length > 0 ? ['', `running: ${path}`, ...batches] : [];
  const { message, sqlState, line } = lastRun.error;
  const place = line === undefined ? path : `${path}:${line}`;
  const isBegun = lastRun.batches?.some(({ lastKey }) => lastKey !== null);
  return [
    '',
    `failed: ${place}: ${message}${sqlState ? ` (SQLSTATE ${sqlState})` : ''}`,
    ...batches,
    ...(isBegun ? ['  The next attempt goes on behind the last batch.'] : []),
  ];
}

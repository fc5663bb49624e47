import { SchemaServiceError, type SchemaServiceErrorData } from '@schema-service/errors';
import { cancelled } from '../apply/cancellation.ts';
import type { MigrationEvent } from '../apply/migration-event.ts';
import type { AdoptResult } from '../commands/adopt.ts';
import type { HistoryEntry } from '../commands/history-entries.ts';
import type { MigrationStatus } from '../commands/migration-status.ts';
import type { PauseResult } from '../commands/pause.ts';
import type { PlanReport } from '../commands/plan.ts';
import type { RetireOptions, RetireResult } from '../commands/retire.ts';
import type { MigratedStep, MigrationResult } from '../commands/up-down-retry.ts';
import type { VersionsReport } from '../commands/versions.ts';
import type { UnknownIs } from '../plan/unknown-statement.ts';
import { type RemoteApi, remoteApi } from './remote-api.ts';
import { eventOfRecord, revive } from './remote-events.ts';

/** What a run is to do. */
export type RemoteGoal =
  | { readonly direction: 'up' | 'down' | 'retry'; readonly to?: string }
  /** Ends a version, or takes the highest one back. */
  | { readonly direction: 'contract' | 'abandon'; readonly version: string }
  /** Gives the version that the database is at a schema of views. */
  | { readonly direction: 'adopt' };

/** What a run is allowed. */
export interface RemoteOptions {
  readonly allowDataLoss?: boolean;
  readonly allowDrift?: boolean;
  readonly allowEditedDown?: boolean;
  readonly allowNonEmpty?: boolean;
  /** What was found out of a statement of which the run before could not note whether it is done. */
  readonly unknown?: UnknownIs;
  /** Of a contract and an abandon: within how many milliseconds a hello counts as use. */
  readonly quietMs?: number;
  /** Of a contract: for how many milliseconds the clients of the version are shut out first. */
  readonly brownoutMs?: number;
}

/** A plan, and what says that it is this one. */
export interface RemotePlan {
  readonly digest: string;
  readonly report: PlanReport;
}

/** A run at a Schema API. */
export interface RemoteRun {
  readonly id: string;
  readonly environment: string;
  readonly direction: RemoteGoal['direction'];
  readonly status: 'pending' | 'running' | 'success' | 'failed' | 'cancelled';
  readonly dryRun: boolean;
  readonly waitingFor: 'approval' | 'window' | null;
  readonly notBefore: string | null;
  readonly plan: { readonly digest: string } | null;
}

/** What happens to a run besides its migrations: `runWaiting`, `workerLost`, `runTakenOver`, … */
export type RunNotice = { readonly kind: string } & Readonly<Record<string, unknown>>;

/** An environment of a Schema API, which is asked and moved as a database is. */
export interface RemoteEnvironment {
  readonly status: (to?: string) => Promise<MigrationStatus>;
  readonly history: () => Promise<readonly HistoryEntry[]>;
  /** @param quietMs within how many milliseconds a hello counts */
  readonly versions: (quietMs?: number) => Promise<VersionsReport>;
  readonly retire: (
    version: string,
    end: Pick<RetireOptions, 'on' | 'message'>,
  ) => Promise<RetireResult>;
  readonly plan: (
    goal: Exclude<RemoteGoal, { direction: 'adopt' }>,
    options?: Pick<RemoteOptions, 'allowNonEmpty' | 'quietMs'>,
  ) => Promise<RemotePlan>;
  /** What an `adopt` would make, and what says that it is this. */
  readonly adoption: (
    options?: Pick<RemoteOptions, 'allowDrift'>,
  ) => Promise<{ readonly digest: string; readonly report: AdoptResult }>;
  /** @param plan the digest of the plan that was looked at; another one is refused */
  readonly start: (goal: RemoteGoal, options?: RemoteOptions, plan?: string) => Promise<RemoteRun>;
  /** The run that is under way, or waits. */
  readonly current: () => Promise<string | undefined>;
  readonly run: (id: string) => Promise<RemoteRun>;
  readonly cancel: (id: string) => Promise<RemoteRun>;
  /** Lets no further batch begin, in the run under way and in later ones, until {@link RemoteEnvironment.resume}. */
  readonly pause: (note?: string) => Promise<PauseResult>;
  readonly resume: () => Promise<PauseResult>;
  /**
   * Waits for the end of a run, and tells on the way.
   *
   * @throws SchemaServiceError that with which the run failed; MIGRATION_CANCELLED
   */
  readonly follow: (
    id: string,
    listeners?: {
      readonly onEvent?: (event: MigrationEvent) => void;
      readonly onNotice?: (notice: RunNotice) => void;
    },
  ) => Promise<MigrationResult>;
}

/** Opens no connection until it is asked. */
export function remoteEnvironment(
  name: string,
  { url, token }: { readonly url: string; readonly token?: string },
): RemoteEnvironment {
  const api = remoteApi(url, token);
  const path = `/environments/${encodeURIComponent(name)}`;
  const runPath = (id: string): string => `/runs/${encodeURIComponent(id)}`;
  const state = (to?: string): Promise<{ status: unknown; history: unknown; run: string | null }> =>
    api.get(`${path}${queryOf({ to })}`);
  return {
    status: async (to) => revive((await state(to)).status),
    history: async () => revive((await state()).history),
    versions: async (quietMs) => ({
      kind: 'versionsReport',
      ...revive<Omit<VersionsReport, 'kind'>>(
        await api.get(`${path}/versions${queryOf({ quietMs })}`),
      ),
    }),
    retire: async (version, end) => ({
      kind: 'retireResult',
      ...(await api.post<Omit<RetireResult, 'kind'>>(
        `${path}/versions/${encodeURIComponent(version)}/retire`,
        end,
      )),
    }),
    plan: async (goal, options = {}) => {
      const query = queryOf({ ...goal, ...options });
      const { digest, report } = await api.get<RemotePlan>(`${path}/plan${query}`);
      return { digest, report: revive(report) };
    },
    adoption: (options = {}) =>
      api.get(`${path}/plan${queryOf({ direction: 'adopt', ...options })}`),
    start: (goal, options, plan) =>
      api.post(`${path}/runs`, {
        ...goal,
        ...(options ? { options } : {}),
        ...(plan ? { plan } : {}),
      }),
    current: async () => {
      const { runs } = await api.get<{ runs: RemoteRun[] }>(
        `/runs${queryOf({ environment: name })}`,
      );
      const isOpen = ({ status, dryRun }: RemoteRun): boolean =>
        !dryRun && (status === 'pending' || status === 'running');
      return runs.find(isOpen)?.id;
    },
    run: (id) => api.get(runPath(id)),
    cancel: (id) => api.post(`${runPath(id)}/cancel`),
    pause: async (note) => paused(await api.post(`${path}/pause`, { note })),
    resume: async () => paused(await api.post(`${path}/resume`)),
    follow: (id, listeners = {}) => follow(api, id, runPath(id), listeners),
  };
}

const paused = (answer: unknown): PauseResult => ({
  kind: 'pauseResult',
  ...revive<Omit<PauseResult, 'kind'>>(answer),
});

interface EndOfRun {
  readonly status: RemoteRun['status'];
  readonly result?: {
    readonly fromVersion: string | null;
    readonly toVersion: string | null;
    readonly migrations: readonly MigratedStep[];
  };
  readonly error?: SchemaServiceErrorData;
}

async function follow(
  api: RemoteApi,
  id: string,
  path: string,
  { onEvent, onNotice }: Parameters<RemoteEnvironment['follow']>[1] & object,
): Promise<MigrationResult> {
  let direction: MigrationResult['direction'] = 'up';
  const kindOf = (data: unknown): RunNotice => (data as { readonly event: RunNotice }).event;
  const isEnd = (data: unknown): boolean => kindOf(data).kind === 'runEnded';
  for await (const { data } of api.events(`${path}/events`, (event) => isEnd(event.data))) {
    const record = kindOf(data);
    if (isEnd(data)) return endOf(direction, record as unknown as EndOfRun);
    if (OF_THE_RUN.has(record.kind)) {
      onNotice?.(record);
      continue;
    }
    const event = eventOfRecord(record);
    if (event.kind === 'planned') direction = event.plan.direction;
    onEvent?.(event);
  }
  throw new Error(`The events of run ${id} ended before it did.`);
}

/** Events that are no migrator's. */
const OF_THE_RUN: ReadonlySet<string> = new Set([
  ...['runCreated', 'runWaiting', 'runApproved', 'runStarted', 'runTakenOver', 'runHandedBack'],
  ...['workerLost', 'cancelAsked', 'ledgerUnknown'],
]);

function endOf(
  direction: MigrationResult['direction'],
  { status, result, error }: EndOfRun,
): MigrationResult {
  if (error) throw new SchemaServiceError(error);
  if (status === 'cancelled') throw cancelled();
  const nothing = { fromVersion: null, toVersion: null, migrations: [] };
  return { kind: 'migrationResult', direction, ...(result ?? nothing) };
}

function queryOf(values: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const pairs = given.map(([name, value]): [string, string] => [name, String(value)]);
  const text = new URLSearchParams(pairs).toString();
  return text === '' ? '' : `?${text}`;
}

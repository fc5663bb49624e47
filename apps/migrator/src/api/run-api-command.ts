import { EXIT, type ExitCode } from '@schema-service/command-line';
import { assertNever, SchemaServiceError } from '@schema-service/errors';
import {
  type MigrationResult,
  type RemoteEnvironment,
  type RemoteGoal,
  type RemoteRun,
  type RunNotice,
  remoteEnvironment,
} from '@schema-service/migrator';
import { confirm } from '../confirm.ts';
import { historyTable } from '../history-table.ts';
import { jsonLine } from '../json-line.ts';
import { planSql, planText } from '../plan-text.ts';
import { withProgress } from '../progress/open-progress.ts';
import { reportResult } from '../report-result.ts';
import { reportPause } from '../run-repair.ts';
import { statusTable } from '../status-table.ts';
import { reportAdoption, reportRetirement, reportVersions } from '../version-commands.ts';
import type { ApiCommand } from './api-command.ts';

/** Does at a Schema API what was asked for, and says how it ended, in the words of a run on a database. */
export async function runApiCommand(command: ApiCommand): Promise<ExitCode> {
  const { name, json } = command;
  const remote = remoteEnvironment(command.environment, command);
  switch (name) {
    case 'status': {
      const found = await remote.status(command.to);
      process.stdout.write(json ? jsonLine(found) : statusTable(found));
      return found.problems.length === 0 ? EXIT.ok : EXIT.failure;
    }
    case 'history': {
      const entries = await remote.history();
      process.stdout.write(json ? entries.map(jsonLine).join('') : historyTable(entries));
      return EXIT.ok;
    }
    case 'versions':
      return reportVersions(await remote.versions(command.quietMs), command);
    case 'retire': {
      const { retirement } = command;
      if (!retirement) throw new Error('retire without a version');
      return reportRetirement(await remote.retire(retirement.version, retirement), command);
    }
    case 'contract': {
      const goal = { direction: name, version: endingOf(command) };
      if (command.dryRun) return showPlan(remote, command, goal);
      return move(remote, command, await remote.start(goal, command.options));
    }
    case 'abandon':
      return moveDown(remote, command, { direction: name, version: endingOf(command) });
    case 'adopt':
      return adoptAt(remote, command);
    case 'plan':
      return showPlan(remote, command, goalOf(command, 'up'));
    case 'up':
    case 'retry':
      if (command.dryRun) return showPlan(remote, command, goalOf(command, name));
      return move(remote, command, await remote.start(goalOf(command, name), command.options));
    case 'down':
      return moveDown(remote, command, goalOf(command, name));
    case 'cancel': {
      const run = await remote.cancel(await runOf(remote, command));
      process.stdout.write(json ? jsonLine(run) : `run ${run.id} is to end\n`);
      return EXIT.ok;
    }
    case 'wait':
      return move(remote, command, await remote.run(await runOf(remote, command)));
    case 'pause':
      return reportPause(await remote.pause(command.note), command);
    case 'resume':
      return reportPause(await remote.resume(), command);
    default:
      return assertNever(name);
  }
}

/** A goal that has a plan of migrations. */
type PlannedGoal = Exclude<RemoteGoal, { direction: 'adopt' }>;

function goalOf({ to }: ApiCommand, direction: 'up' | 'down' | 'retry'): PlannedGoal {
  return { direction, ...(to === undefined ? {} : { to }) };
}

function endingOf({ name, ending }: ApiCommand): string {
  if (ending === undefined) throw new Error(`${name} without a version`);
  return ending;
}

async function showPlan(
  remote: RemoteEnvironment,
  { json, dryRun, options: { allowNonEmpty, quietMs } }: ApiCommand,
  goal: PlannedGoal,
): Promise<ExitCode> {
  const { report } = await remote.plan(goal, {
    ...(allowNonEmpty ? { allowNonEmpty } : {}),
    ...(quietMs === undefined ? {} : { quietMs }),
  });
  const text = () => planText(report) + (dryRun ? planSql(report) : '');
  process.stdout.write(json ? jsonLine(report) : text());
  return EXIT.ok;
}

/** What is agreed to is the plan that was shown, by its digest. */
async function moveDown(
  remote: RemoteEnvironment,
  command: ApiCommand,
  goal: PlannedGoal,
): Promise<ExitCode> {
  if (command.dryRun) return showPlan(remote, command, goal);
  if (command.yes) return move(remote, command, await remote.start(goal, command.options));
  const { quietMs } = command.options;
  const { digest, report } = await remote.plan(goal, quietMs === undefined ? {} : { quietMs });
  if (report.steps.length > 0) {
    process.stderr.write(planText(report));
    if (!(await confirm('The migrations above are taken back. Go on?'))) {
      process.stderr.write('Nothing was changed.\n');
      return EXIT.failure;
    }
  }
  return move(remote, command, await remote.start(goal, command.options, digest));
}

/** What runs is what was found. */
async function adoptAt(remote: RemoteEnvironment, command: ApiCommand): Promise<ExitCode> {
  const { allowDrift } = command.options;
  const { digest, report } = await remote.adoption(allowDrift ? { allowDrift } : {});
  if (!command.dryRun && report.statements.length > 0) {
    await follow(
      remote,
      command,
      await remote.start({ direction: 'adopt' }, command.options, digest),
    );
  }
  return reportAdoption(report, command);
}

async function move(
  remote: RemoteEnvironment,
  command: ApiCommand,
  run: RemoteRun,
): Promise<ExitCode> {
  return reportResult(command, await follow(remote, command, run));
}

/** Watches a run to its end. Whoever stops watching stops nothing. */
async function follow(
  remote: RemoteEnvironment,
  command: ApiCommand,
  run: RemoteRun,
): Promise<MigrationResult> {
  const { json, url } = command;
  const tell = (notice: RunNotice): void => {
    if (json) process.stdout.write(jsonLine(notice));
    else for (const line of noticeLines(notice, run)) process.stderr.write(`${line}\n`);
  };
  if (!json) process.stderr.write(`run ${run.id} in ${run.environment} at ${url}\n`);
  return withProgress(command, (onEvent) => remote.follow(run.id, { onEvent, onNotice: tell }));
}

/** What a person should know of a run besides its migrations. */
function noticeLines(notice: RunNotice, { id, plan }: RemoteRun): readonly string[] {
  switch (notice.kind) {
    case 'runWaiting':
      return notice.for === 'approval'
        ? [`waits for an approval: POST /runs/${id}/approve with the plan ${plan?.digest ?? ''}`]
        : [`waits for the next window: ${String(notice.until)}`];
    case 'runApproved':
      return [`approved by ${String(notice.by)}`];
    case 'workerLost':
      return [`its worker is gone (${String(notice.worker)}); another one goes on`];
    case 'cancelAsked':
      return [`${String(notice.by)} cancels it`];
    default:
      return [];
  }
}

async function runOf(remote: RemoteEnvironment, command: ApiCommand): Promise<string> {
  const run = command.run ?? (await remote.current());
  if (run !== undefined) return run;
  throw new SchemaServiceError({
    code: 'RUN_NOT_FOUND',
    message: `No run is under way in ${command.environment}.`,
    fix: 'Name one that has ended: --run ID',
  });
}

import { countText, EXIT, type ExitCode, tokenFor } from '@schema-service/command-line';
import { assertNever } from '@schema-service/errors';
import {
  abandonGoal,
  contract,
  contractGoal,
  down,
  explain,
  history,
  type MigrateOptions,
  type MigrationEvent,
  type MigrationGoal,
  type MigrationResult,
  openMigrationSource,
  type PlanReport,
  retry,
  status,
  toolVersion,
  up,
} from '@schema-service/migrator';
import { runApiCommand } from './api/run-api-command.ts';
import type { CommandOptions } from './command-options.ts';
import { upGoal } from './command-options.ts';
import { confirm } from './confirm.ts';
import { askAll } from './fleet-commands.ts';
import { HELP } from './help.ts';
import { historyTable } from './history-table.ts';
import { jsonLine } from './json-line.ts';
import { writeMetricsFile } from './metrics-file.ts';
import type { AbandonCommand, Command, ContractCommand } from './parse-command.ts';
import { runPlan } from './plan-command.ts';
import { planSql, planText } from './plan-text.ts';
import { withProgress } from './progress/open-progress.ts';
import { reportResult } from './report-result.ts';
import { baselineAll, planRollout, runRollout } from './rollout-commands.ts';
import { runImport } from './run-import.ts';
import { runMark, runPause, runRepair } from './run-repair.ts';
import { withTrace } from './run-trace.ts';
import { isWell, statusTable } from './status-table.ts';
import { untilStopped } from './stop-signals.ts';
import { runBaseline, runSnapshot, runSquash, runVerify } from './structure-commands.ts';
import { runAdopt, runRetire, showVersions } from './version-commands.ts';
import { runWait, untilServerAnswers } from './wait-command.ts';

/** Does what was asked, and says how it ended. */
export async function runCommand(given: Command): Promise<ExitCode> {
  await untilServerAnswers(given);
  const command = await withReleased(given);
  try {
    return await dispatch(command);
  } finally {
    if ('metricsFile' in command) await writeMetricsFile(command);
  }
}

async function dispatch(command: Command): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.ok;
    case 'version':
      process.stdout.write(`${toolVersion}\n`);
      return EXIT.ok;
    case 'status':
      return showStatus(command);
    case 'history':
      return showHistory(command);
    case 'wait':
      return runWait(command);
    case 'plan':
      return runPlan(command);
    case 'up':
      if (command.dryRun) return showPlan(command, upGoal(command));
      return move(command, up);
    case 'upAll':
      return command.dryRun ? planRollout(command) : runRollout(command);
    case 'import':
      return runImport(command);
    case 'repair':
      return runRepair(command);
    case 'pause':
    case 'resume':
      return runPause(command);
    case 'mark':
      return runMark(command);
    case 'retry':
      return runRetry(command);
    case 'down':
      return runDown(command);
    case 'verify':
      return runVerify(command);
    case 'snapshot':
      return runSnapshot(command);
    case 'baseline':
      return runBaseline(command);
    case 'squash':
      return runSquash(command);
    case 'versions':
      return showVersions(command);
    case 'adopt':
      return runAdopt(command);
    case 'retire':
      return runRetire(command);
    case 'contract':
      return runContract(command);
    case 'abandon':
      return runAbandon(command);
    case 'baselineAll':
      return baselineAll(command);
    case 'askAll':
      return askAll(command);
    case 'api':
      return runApiCommand(command);
    default:
      return assertNever(command);
  }
}

/** The command with the migrations that `--from` names, verified, in place of those of a folder. */
async function withReleased(command: Command): Promise<Command> {
  if (!('from' in command) || command.kind === 'import') return command;
  if (command.kind === 'snapshot' || command.kind === 'squash') return command;
  const { from, json } = command;
  if (from === undefined) return command;
  const token = /^https?:/.test(from) ? tokenFor(from) : undefined;
  const source = await openMigrationSource(from, {
    ...('to' in command ? { to: command.to } : {}),
    ...(token ? { token } : {}),
  });
  const { migrations, snapshots, repeatables, clients, versions, to } = source;
  if (!json) {
    const released = countText(versions.length, 'release');
    process.stderr.write(`${released} of ${source.from}, up to ${versions.at(-1)}: verified\n`);
  }
  const released = { migrations, snapshots, repeatables, clients };
  return { ...command, ...released, ...(to === undefined ? {} : { to }) };
}

async function showStatus(command: CommandOptions): Promise<ExitCode> {
  const found = await status(command);
  process.stdout.write(command.json ? jsonLine(found) : statusTable(found));
  return isWell(found) ? EXIT.ok : EXIT.failure;
}

async function showHistory(command: CommandOptions): Promise<ExitCode> {
  const entries = await history(command);
  process.stdout.write(command.json ? entries.map(jsonLine).join('') : historyTable(entries));
  return EXIT.ok;
}

async function showPlan(command: CommandOptions, goal: MigrationGoal): Promise<ExitCode> {
  const found = await explain({ ...command, ...command.apply, ...goal });
  const text = () => planText(found) + (command.dryRun ? planSql(found) : '');
  process.stdout.write(command.json ? jsonLine(found) : text());
  return EXIT.ok;
}

async function runRetry(command: Command & { kind: 'retry' }): Promise<ExitCode> {
  if (command.dryRun) return showPlan(command, { direction: 'retry' });
  return move(command, retry);
}

async function runDown(command: Command & { kind: 'down' }): Promise<ExitCode> {
  const goal = { direction: 'down', to: command.to } as const;
  if (command.dryRun) return showPlan(command, goal);
  // A down that is not allowed is for the engine to refuse, before any question.
  const found = command.yes ? undefined : await explain({ ...command, ...goal });
  if (found && found.steps.length > 0 && isAllowed(found, command)) {
    process.stderr.write(planText(found));
    if (!(await confirm('The migrations above are taken back. Go on?'))) {
      process.stderr.write('Nothing was changed.\n');
      return EXIT.failure;
    }
  }
  return move(command, down);
}

async function runContract(command: ContractCommand): Promise<ExitCode> {
  const options = { ...command, version: command.ending };
  if (command.dryRun) return showPlan(command, await contractGoal(options));
  return move(options, contract);
}

/** As a down, once nobody uses the version. */
async function runAbandon(command: AbandonCommand): Promise<ExitCode> {
  const { to } = await abandonGoal({ ...command, version: command.ending });
  return runDown({ ...command, kind: 'down', to });
}

function isAllowed({ losses, editedDowns }: PlanReport, { apply }: CommandOptions): boolean {
  if (editedDowns.length > 0 && !apply.allowEditedDown) return false;
  return apply.allowDataLoss || losses.length === 0;
}

async function move<C extends CommandOptions & { readonly kind: string }>(
  command: C,
  run: (options: C & MigrateOptions) => Promise<MigrationResult>,
): Promise<ExitCode> {
  return reportResult(
    command,
    await withTrace(`schema-migrator ${command.kind}`, (tell) =>
      untilStopped((signal) =>
        withProgress(command, (show) => {
          const onEvent = (event: MigrationEvent): void => {
            tell(event, command.environment);
            show(event);
          };
          return run({ ...command, ...command.apply, signal, onEvent });
        }),
      ),
    ),
  );
}

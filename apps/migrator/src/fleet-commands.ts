import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { assertNever } from '@schema-service/errors';
import {
  type Environment,
  eachEnvironment,
  explain,
  formatDifference,
  type HistoryEntry,
  history,
  loadMigrations,
  type MigrationStatus,
  type OutcomeFor,
  optionsFor,
  type PlanReport,
  status,
  type Verification,
  type VersionsReport,
  verify,
  versions,
} from '@schema-service/migrator';
import { upGoal } from './command-options.ts';
import { historyTable } from './history-table.ts';
import { jsonLine } from './json-line.ts';
import { type Columns, fleetTable } from './outcome-table.ts';
import type { AskAllCommand } from './parse-command.ts';
import { planText } from './plan-text.ts';
import { isWell } from './status-table.ts';
import { versionsText } from './version-commands.ts';

/** What was asked of a database. */
type Answer =
  | { readonly kind: 'status'; readonly status: MigrationStatus }
  | { readonly kind: 'planned'; readonly plan: PlanReport }
  | { readonly kind: 'verified'; readonly verification: Verification }
  | { readonly kind: 'history'; readonly entries: readonly HistoryEntry[] }
  | { readonly kind: 'versions'; readonly report: VersionsReport };

/** Asks several databases the same, and changes nothing. One that cannot be asked says nothing of the others. */
export async function askAll(command: AskAllCommand): Promise<ExitCode> {
  const { environments, json } = command;
  const { migrations } = command;
  // Read once for all.
  const read = command.ask === 'history' ? migrations : await loadMigrations(migrations);
  const outcomes = await eachEnvironment(environments, { ...command, keepGoing: true }, (one) =>
    askOne({ ...command, migrations: command.ask === 'plan' ? read : migrations }, one),
  );
  const texts = () => [...outcomes.map(details), fleetTable(outcomes, columns)];
  process.stdout.write((json ? outcomes.map(jsonLine) : texts()).join(''));
  if (outcomes.some(isNotWell)) return EXIT.failure;
  return outcomes.some(hasDrift) ? EXIT.drift : EXIT.ok;
}

async function askOne(command: AskAllCommand, environment: Environment): Promise<Answer> {
  const given = { ...command, ...command.apply };
  const options = { ...given, ...optionsFor(environment, given) };
  switch (command.ask) {
    case 'status':
      return { kind: 'status', status: await status(options) };
    case 'plan':
      return { kind: 'planned', plan: await explain({ ...options, ...upGoal(command) }) };
    case 'verify': {
      const version = command.to === undefined ? {} : { version: command.to };
      return { kind: 'verified', verification: await verify({ ...options, ...version }) };
    }
    case 'history':
      return { kind: 'history', entries: await history(options) };
    case 'versions':
      return { kind: 'versions', report: await versions(options) };
    default:
      return assertNever(command.ask);
  }
}

const isNotWell = (outcome: OutcomeFor<Answer>): boolean =>
  outcome.kind === 'failed' || (outcome.kind === 'status' && !isWell(outcome.status));

const hasDrift = (outcome: OutcomeFor<Answer>): boolean =>
  outcome.kind === 'verified' && outcome.verification.differences.length > 0;

/** What does not fit into a line, under the name of the database. */
function details(outcome: OutcomeFor<Answer>): string {
  const text = detailsOf(outcome);
  return text === '' ? '' : `=== ${outcome.environment} ===\n${text}\n`;
}

function detailsOf(outcome: OutcomeFor<Answer>): string {
  switch (outcome.kind) {
    case 'planned':
      return outcome.plan.steps.length === 0 ? '' : planText(outcome.plan);
    case 'verified':
      return outcome.verification.differences.map((one) => `${formatDifference(one)}\n`).join('');
    case 'history':
      return historyTable(outcome.entries);
    case 'versions':
      return versionsText(outcome.report);
    default:
      return '';
  }
}

function columns(answer: Answer): Columns {
  switch (answer.kind) {
    case 'status': {
      const { currentVersion, pending, problems, lockHolder, aheadOf } = answer.status;
      return [
        problems.length === 0 ? 'ok' : countText(problems.length, 'problem'),
        `at ${currentVersion ?? 'no version'}`,
        pending.length > 0
          ? `${pending.length} pending`
          : aheadOf
            ? `ahead of ${aheadOf}`
            : 'nothing pending',
        lockHolder ? 'migrating now' : '',
      ];
    }
    case 'planned': {
      const { steps, currentVersion } = answer.plan;
      const work = steps.length === 0 ? 'nothing to do' : countText(steps.length, 'migration');
      return ['planned', `at ${currentVersion ?? 'no version'}`, work];
    }
    case 'verified': {
      const { differences, version } = answer.verification;
      const seen = differences.length === 0 ? 'ok' : countText(differences.length, 'difference');
      return [seen, `at ${version}`];
    }
    case 'history':
      return ['ok', countText(answer.entries.length, 'run')];
    case 'versions': {
      const { versions: all, waiting } = answer.report;
      const serves = all.filter(({ state }) => state === 'open' || state === 'retiring');
      return [
        'ok',
        `serves ${serves.map(({ version }) => version).join(', ') || 'no version'}`,
        waiting.length === 0 ? 'nothing waits' : `${countText(waiting.length, 'contract')} waiting`,
      ];
    }
    default:
      return assertNever(answer);
  }
}

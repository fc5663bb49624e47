import { countText, durationText, tableLines } from '@schema-service/command-line';
import {
  type BatchReport,
  blockedBy,
  describeDataLoss,
  describeEditedDown,
  type LockReport,
  type PlanReport,
  type RepeatableReason,
  type RepeatableReport,
  type StepReport,
} from '@schema-service/migrator';
import { nothingToDo } from './report-result.ts';

/** A plan for people: where it goes, each step with its locks, and what is lost on the way. */
export function planText(plan: PlanReport): string {
  const {
    currentVersion,
    targetVersion,
    steps,
    losses,
    editedDowns,
    repeatables = [],
    hooks,
  } = plan;
  if (steps.length + repeatables.length === 0) return nothingToDo(currentVersion, plan.aheadOf);
  const lines = [
    `from ${currentVersion ?? 'nothing'} to ${targetVersion ?? 'nothing'}: ${countText(steps.length, 'migration')}`,
    ...(hooks ? ['', `hooks: ${hooks.join(', ')}`] : []),
    ...steps.flatMap(stepLines),
    ...repeatables.flatMap(repeatableLines),
    ...(losses.length > 0
      ? ['', 'lost:', ...losses.map((loss) => `  ${describeDataLoss(loss)}`)]
      : []),
    ...editedDowns.flatMap((edited) => ['', `edited: ${describeEditedDown(edited)}`]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The scripts as they would be sent, each below its path. */
export function planSql({ steps, repeatables = [] }: PlanReport): string {
  return [...steps, ...repeatables]
    .map(({ path, sql }) => `\n-- ${path}\n${sql.trimEnd()}\n`)
    .join('');
}

function stepLines(step: StepReport): readonly string[] {
  const { version, migration, path, direction, transactional, statements, statementsDone } = step;
  const phase = step.phase === undefined ? '' : `, phase ${step.phase}`;
  const how = transactional
    ? 'in one transaction'
    : step.batches
      ? 'in batches'
      : 'without a transaction';
  const rest = statementsDone > 0 ? `, ${statementsDone} already done` : '';
  return [
    '',
    `${direction} ${version}/${migration}: ${countText(statements, 'statement')} ${how}${phase}${rest}`,
    ...(step.squashed
      ? [
          `  ${path} stands for ${countText(step.squashed.length, 'migration')}: ${rangeText(step.squashed)}`,
        ]
      : []),
    `  rollback: ${step.rollback}`,
    ...(step.batches ? [batchesLine(step.batches)] : []),
    ...tableLines(step.locks.map(lockColumns)),
    ...(step.codeLines.length > 0 ? [`  locks not known: ${linesText(step.codeLines)}`] : []),
  ];
}

const rangeText = (names: readonly string[]): string =>
  names.length === 1 ? String(names[0]) : `${names[0]} to ${names.at(-1)}`;

function repeatableLines(script: RepeatableReport): readonly string[] {
  const { path, reason, statements, locks, codeLines } = script;
  return [
    '',
    `again ${path}: ${countText(statements, 'statement')}, ${REASONS[reason]}`,
    ...tableLines(locks.map(lockColumns)),
    ...(codeLines.length > 0 ? [`  locks not known: ${linesText(codeLines)}`] : []),
  ];
}

/** Why a repeatable script runs, or is to run. */
export const REASONS: Readonly<Record<RepeatableReason, string>> = {
  new: 'which has not run yet',
  changed: 'which has changed',
  afterDown: 'behind a down',
  missing: 'whose view is not there',
  dependsOn: 'which names one that runs',
};

/** `  batches of 150 ms through public.reviews by id: about 5000 rows, 1200 of them already done` */
function batchesLine({
  table,
  columns,
  targetMs,
  estimatedRows,
  progress,
  verify,
}: BatchReport): string {
  const rows =
    estimatedRows === null ? 'rows not known' : `about ${countText(estimatedRows, 'row')}`;
  const done = progress ? `, ${progress.rowsPassed} of them already done` : '';
  return `  batches of ${durationText(targetMs)} through ${table} by ${columns.join(', ')}: ${rows}${done}${verify ? `\n  then finds nothing: ${verify}` : ''}`;
}

function lockColumns({ relation, mode, estimatedRows }: LockReport): readonly string[] {
  const blocks = blockedBy(mode);
  return [
    `  locks ${relation}`,
    mode,
    estimatedRows === null ? 'rows not known' : `about ${countText(estimatedRows, 'row')}`,
    blocks === 'nothing' ? '' : `blocks ${blocks}`,
  ];
}

function linesText(lines: readonly number[]): string {
  return `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')}`;
}

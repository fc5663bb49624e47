import { countText, EXIT, type ExitCode, tableText } from '@schema-service/command-line';
import type { RehearsalReport, RehearsalStep, TableComparison } from '@schema-service/rehearsal';
import type { CommandContext } from '../../command-context.ts';
import { repositoryMigrations } from '../../migrations/pending-migrations.ts';
import { stepProblems } from '../../migrations/rehearsal-fact.ts';
import { rehearse } from '../../migrations/rehearse.ts';
import { selectMigrations } from '../../migrations/select-migrations.ts';
import { styles } from '../../output/styles.ts';

export interface TestMigrationOptions {
  readonly word: string | undefined;
  readonly server: string | undefined;
}

/** `schemactl migration test`: tries migrations on a throwaway database full of made-up rows. */
export async function testMigration(
  context: CommandContext,
  { word, server }: TestMigrationOptions,
): Promise<ExitCode> {
  const root = context.root();
  const selected =
    word === undefined ? [] : selectMigrations(await repositoryMigrations(root), word);
  const report = await rehearse(context, { version: selected[0]?.version, server });
  context.output.result(report, () => reportText(report));
  return report.ok ? EXIT.ok : EXIT.failure;
}

/** Every step, what failed in it, and the table of rows kept, changed and lost. */
export function reportText(report: RehearsalReport): string {
  const { fromVersion, version, steps, ok } = report;
  const parts = [
    `From ${fromVersion ?? 'an empty database'} to ${version}:`,
    ...steps.map(stepText),
    comparisonText(report),
    ok
      ? styles.green('The migrations work, forwards and back.')
      : styles.red('They do not work yet.'),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function stepText(step: RehearsalStep): string {
  const marks = { ok: styles.green('ok     '), failed: styles.red('failed '), skipped: 'skipped' };
  const lines = stepProblems(step).map((line) => `             ${line}`);
  return [`  ${marks[step.status]}  ${step.name}`, ...lines].join('\n');
}

/** What became of the rows: a line for each table where something did, and how many have nothing to tell. */
function comparisonText({ comparisons }: RehearsalReport): string {
  const touched = comparisons.filter(isTouched);
  const untouched = comparisons.filter(
    (comparison) => comparison.rows > 0 && !isTouched(comparison),
  );
  const header = ['way', 'table', 'rows', 'kept', 'changed', 'lost', 'added', 'columns'];
  const rows = untouched.reduce((sum, comparison) => sum + comparison.rows, 0);
  const tables = new Set(untouched.map(({ table }) => table)).size;
  const others = touched.length > 0 ? 'other ' : '';
  return [
    '',
    ...(touched.length > 0 ? [tableText([header, ...touched.map(comparisonRow)])] : []),
    ...(rows > 0 ? [`Every row of ${countText(tables, `${others}table`)} was kept.`] : []),
    '',
  ].join('\n');
}

function isTouched({ changed, lost, added, columns, table, tableAfter }: TableComparison): boolean {
  return changed + lost + added > 0 || columns.length > 0 || tableAfter !== table;
}

function comparisonRow(comparison: TableComparison): readonly (string | number)[] {
  const { way, table, tableAfter, rows, kept, changed, lost, added, columns } = comparison;
  const name = tableAfter === table ? table : `${table} -> ${tableAfter ?? 'gone'}`;
  const changes = columns.map((column) => {
    const after = column.columnAfter;
    const renamed = after === null || after === column.column ? '' : ` -> ${after}`;
    const counts = [
      ...(column.changed > 0 ? [`${column.changed} changed`] : []),
      ...(column.lost > 0 ? [`${column.lost} lost`] : []),
    ];
    return `${column.column}${renamed}${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`;
  });
  return [way, name, rows, kept, changed, lost, added, changes.join(', ')];
}

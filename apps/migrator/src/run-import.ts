import { countText, EXIT, type ExitCode, tableLines } from '@schema-service/command-line';
import { formatDifference, type ImportResult, importHistory } from '@schema-service/migrator';
import { jsonLine } from './json-line.ts';
import type { ImportCommand } from './parse-command.ts';
import { withProgress } from './progress/open-progress.ts';

/** Takes over another tool's history, or with a dry run says what that would give. */
export async function runImport(command: ImportCommand): Promise<ExitCode> {
  const result = await withProgress(command, (onEvent) =>
    importHistory({ ...command, ...command.apply, onEvent }),
  );
  process.stdout.write(command.json ? jsonLine(result) : importText(result, command));
  return EXIT.ok;
}

function importText(result: ImportResult, command: ImportCommand): string {
  const { migrations, version } = result;
  const rows = migrations.map((row) => [
    `${row.version}/${row.migration}`,
    row.applied ? 'applied' : 'pending',
    row.source,
  ]);
  const done = command.dryRun ? 'would be written' : `written to ${command.migrations}`;
  const end = `${countText(migrations.length, 'migration')} ${done}, the database is at ${version}`;
  return `${[...tableLines(rows), ...comparisonLines(result), end].join('\n')}\n`;
}

function comparisonLines({ differences, snapshot }: ImportResult): readonly string[] {
  if (!differences)
    return ['not compared: the database may be another than what the migrations make'];
  if (differences.length === 0) {
    const file = snapshot ? ` (${snapshot})` : '';
    return [`compared: the applied migrations make what the database is${file}`];
  }
  return [
    `compared, allowed: the database is not what the applied migrations make`,
    ...differences.map((difference) => `  ${formatDifference(difference)}`),
  ];
}

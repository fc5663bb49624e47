import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import {
  mark,
  type PauseResult,
  pauseBatches,
  type Repair,
  repair,
  resumeBatches,
} from '@schema-service/migrator';
import { confirm } from './confirm.ts';
import { jsonLine } from './json-line.ts';
import type { MarkCommand, PauseCommand, RepairCommand } from './parse-command.ts';
import { withProgress } from './progress/open-progress.ts';

/** Shows what does not fit, and states in the history what was confirmed. */
export async function runRepair(command: RepairCommand): Promise<ExitCode> {
  const { found, repaired } = await withProgress(command, (onEvent) =>
    repair({ ...command, ...command.apply, onEvent, confirm: (item) => ask(item, command) }),
  );
  const result = { kind: 'repairResult', found, repaired };
  const text = command.json ? jsonLine(result) : summary(found.length, repaired.length);
  process.stdout.write(text);
  return repaired.length === found.length ? EXIT.ok : EXIT.failure;
}

async function ask(item: Repair, { yes, dryRun }: RepairCommand): Promise<boolean> {
  process.stderr.write(`${item.kind}: ${item.finding}\n  to be recorded: ${item.remedy}\n`);
  return !dryRun && (yes || confirm('Is that so?', 'A repair asks first'));
}

function summary(found: number, repaired: number): string {
  if (found === 0) return 'nothing to repair\n';
  return `${countText(repaired, 'entry', 'entries')} recorded, ${found - repaired} left as found\n`;
}

/** States of migrations what the command line says of them. */
export async function runMark(command: MarkCommand): Promise<ExitCode> {
  const result = await withProgress(command, (onEvent) =>
    mark({ ...command, ...command.apply, onEvent }),
  );
  const lines = result.marked.map(
    ({ version, migration, note }) =>
      `${version}/${migration} ${command.dryRun ? 'would be ' : ''}${note}\n`,
  );
  const text =
    lines.length === 0 ? 'nothing to record: the history says so already\n' : lines.join('');
  process.stdout.write(command.json ? jsonLine(result) : text);
  return EXIT.ok;
}

/** Lets no further batch begin, or lets them go on. */
export async function runPause(command: PauseCommand): Promise<ExitCode> {
  const result = await (command.kind === 'pause' ? pauseBatches(command) : resumeBatches(command));
  return reportPause(result, command);
}

/** Says whether batches are paused. */
export function reportPause(result: PauseResult, { json }: { readonly json: boolean }): ExitCode {
  const { pause, changed } = result;
  const state = pause ? 'paused' : 'not paused';
  const text = `batches are ${state}${changed ? '' : ', as before'}\n`;
  process.stdout.write(json ? jsonLine(result) : text);
  return EXIT.ok;
}

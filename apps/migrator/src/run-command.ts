import { assertNever } from '@schema-service/errors';
import {
  down,
  type MigrationEvent,
  type MigrationResult,
  plan,
  status,
  toolVersion,
  up,
} from '@schema-service/migrator';
import { confirm } from './confirm.ts';
import { eventRecord } from './event-record.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { HELP } from './help.ts';
import type { Command, CommandOptions } from './parse-command.ts';
import { plural, progressLine } from './progress-line.ts';
import { statusTable } from './status-table.ts';

/** Does what was asked, and says how it ended. */
export async function runCommand(command: Command): Promise<ExitCode> {
  switch (command.kind) {
    case 'help':
      process.stdout.write(HELP);
      return EXIT.ok;
    case 'version':
      process.stdout.write(`${toolVersion}\n`);
      return EXIT.ok;
    case 'status':
      return showStatus(command);
    case 'up':
      return report(command, await up(migrateOptions(command)));
    case 'down':
      return takeBack(command);
    default:
      return assertNever(command);
  }
}

async function showStatus(command: CommandOptions): Promise<ExitCode> {
  const found = await status(command);
  process.stdout.write(command.json ? jsonLine(found) : statusTable(found));
  return found.problems.length === 0 ? EXIT.ok : EXIT.failure;
}

async function takeBack(command: Command & { kind: 'down' }): Promise<ExitCode> {
  const { steps } = await plan({ ...command, direction: 'down' });
  if (steps.length > 0 && !command.yes) {
    const names = steps.map(({ migration }) => `  ${migration.version}/${migration.id}`);
    process.stderr.write(
      `${plural(steps.length, 'migration')} will be taken back:\n${names.join('\n')}\n`,
    );
    if (!(await confirm('Data that only they hold is lost. Go on?'))) {
      process.stderr.write('Nothing was changed.\n');
      return EXIT.failure;
    }
  }
  return report(command, await down(migrateOptions(command)));
}

function migrateOptions<C extends CommandOptions>(command: C) {
  return { ...command, ...command.apply, onEvent: (event: MigrationEvent) => show(event, command) };
}

function show(event: MigrationEvent, { json }: CommandOptions): void {
  if (json) process.stdout.write(jsonLine(eventRecord(event)));
  const line = progressLine(event);
  if (line !== undefined && !json) process.stderr.write(`${line}\n`);
}

function report({ json }: CommandOptions, result: MigrationResult): ExitCode {
  const { toVersion, migrations } = result;
  const done =
    migrations.length === 0 ? 'nothing to do' : `${plural(migrations.length, 'migration')} run`;
  process.stdout.write(
    json ? jsonLine(result) : `${done}, the database is at ${toVersion ?? 'no version'}\n`,
  );
  return EXIT.ok;
}

function jsonLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

import { EXIT, type ExitCode, tableLines } from '@schema-service/command-line';
import {
  describeUser,
  retire,
  type VersionState,
  type VersionsReport,
  versions,
} from '@schema-service/migrator';
import { jsonLine } from './json-line.ts';
import type { RetireCommand, VersionsCommand } from './parse-command.ts';

/** The versions that are alive side by side, and who uses them. */
export async function showVersions(command: VersionsCommand): Promise<ExitCode> {
  const found = await versions(command);
  process.stdout.write(command.json ? jsonLine(found) : versionsText(found));
  return EXIT.ok;
}

/** Says when a version ends. */
export async function runRetire(command: RetireCommand): Promise<ExitCode> {
  const result = await retire({ ...command, version: command.ending });
  const { version, endsOn, next } = result;
  const text = `${version} ends on ${endsOn}: its clients are told to move to ${next} or higher\n`;
  process.stdout.write(command.json ? jsonLine(result) : text);
  return EXIT.ok;
}

function versionsText({ versions: all, waiting }: VersionsReport): string {
  const lines = [
    ...tableLines(all.map(columns)),
    ...all.flatMap(({ version, users, brownout }) => [
      ...(users.length > 0 ? ['', `${version} is used:`] : []),
      ...users.map((user) => `  ${describeUser(user)}`),
      ...(brownout === null ? [] : ['', `${version} is shut out; to end that: ${brownout};`]),
    ]),
    ...(waiting.length > 0 ? ['', `waiting: ${waiting.join(', ')}`] : []),
  ];
  return lines.length === 0 ? 'no version\n' : `${lines.join('\n')}\n`;
}

function columns(one: VersionState): readonly string[] {
  const { version, state, schema, openedAt, endedAt, endsOn, message } = one;
  const since = endedAt ?? openedAt;
  const end = endsOn === null || endedAt ? '' : `ends on ${endsOn}${message ? `: ${message}` : ''}`;
  return [version, state, schema ?? '', since?.toISOString() ?? '', end];
}

import { EXIT, type ExitCode, tableLines } from '@schema-service/command-line';
import {
  type AdoptResult,
  adopt,
  describeUser,
  type OpeningProgress,
  type RetireResult,
  retire,
  type VersionState,
  type VersionsReport,
  versions,
  type WaitingContract,
} from '@schema-service/migrator';
import { batchLines } from './batch-lines.ts';
import type { CommandOptions } from './command-options.ts';
import { jsonLine } from './json-line.ts';
import type { RetireCommand, VersionsCommand } from './parse-command.ts';
import { withProgress } from './progress/open-progress.ts';

/** The versions that are alive side by side, and who uses them. */
export async function showVersions(command: VersionsCommand): Promise<ExitCode> {
  return reportVersions(await versions(command), command);
}

export function reportVersions(found: VersionsReport, { json }: Output): ExitCode {
  process.stdout.write(json ? jsonLine(found) : versionsText(found));
  return EXIT.ok;
}

interface Output {
  readonly json: boolean;
}

/** Gives the version of a database its schema. */
export async function runAdopt(command: CommandOptions): Promise<ExitCode> {
  const result = await withProgress(command, (onEvent) =>
    adopt({ ...command, ...command.apply, onEvent }),
  );
  return reportAdoption(result, command);
}

export function reportAdoption(
  result: AdoptResult,
  { json, dryRun }: Output & Pick<CommandOptions, 'dryRun'>,
): ExitCode {
  process.stdout.write(json ? jsonLine(result) : adoptText(result, dryRun));
  return EXIT.ok;
}

function adoptText(result: AdoptResult, isDry: boolean): string {
  const { version, schema, statements, secured = [] } = result;
  if (statements.length === 0) return `${version} has ${schema} already\n`;
  const notes = secured.map(
    (table) =>
      `${table} has row security: roles need their rights to it beside those to its view\n`,
  );
  if (isDry) {
    const comments = notes.map((note) => `-- ${note}`);
    return [...statements.map((statement) => `${statement};\n`), ...comments].join('');
  }
  return `${version} has ${schema} now: clients that connect work there\n${notes.join('')}`;
}

/** Says when a version ends. */
export async function runRetire(command: RetireCommand): Promise<ExitCode> {
  return reportRetirement(await retire({ ...command, version: command.ending }), command);
}

export function reportRetirement(result: RetireResult, { json }: Output): ExitCode {
  const { version, endsOn, next } = result;
  const text = `${version} ends on ${endsOn}: its clients are told to move to ${next} or higher\n`;
  process.stdout.write(json ? jsonLine(result) : text);
  return EXIT.ok;
}

/** A line for each version, then who uses which, and what waits. */
export function versionsText({ versions: all, contracts }: VersionsReport): string {
  const lines = [
    ...tableLines(all.map(columns)),
    ...all.flatMap(({ version, users, brownout, progress }) => [
      ...(users.length > 0 ? ['', `${version} is used:`] : []),
      ...users.map((user) => `  ${describeUser(user)}`),
      ...(progress ? ['', ...progressLines(version, progress)] : []),
      ...(brownout === null ? [] : ['', `${version} is shut out; to end that: ${brownout};`]),
    ]),
    ...(contracts.length > 0 ? ['', ...waitingLines(contracts)] : []),
  ];
  return lines.length === 0 ? 'no version\n' : `${lines.join('\n')}\n`;
}

/** A line for those that wait for the same. */
function waitingLines(contracts: readonly WaitingContract[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const { migration, ends, usedBy } of contracts) {
    const end = ends.length > 0 ? `the end of ${ends.join(', ')}` : 'nobody';
    const awaited = `${end}${usedBy.length > 0 ? `, used by ${usedBy.join(', ')}` : ''}`;
    groups.set(awaited, [...(groups.get(awaited) ?? []), migration]);
  }
  return [...groups].map(([awaited, [first, ...others]]) => {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    return `waiting: ${first}${more} for ${awaited}`;
  });
}

function progressLines(version: string, progress: OpeningProgress): readonly string[] {
  const { migration, phase, applied, total, batches = [] } = progress;
  const at = `${version} is opening: ${applied} of ${total} migrations, at ${migration}`;
  return [
    `${at}${phase ? `, phase ${phase}` : ''}`,
    ...batchLines({ batches, statementsDone: 0 }).map((line) => `  ${line}`),
  ];
}

function columns(one: VersionState): readonly string[] {
  const { version, state, schema, openedAt, endedAt, endsOn, message } = one;
  const since = endedAt ?? openedAt;
  const end = endsOn === null || endedAt ? '' : `ends on ${endsOn}${message ? `: ${message}` : ''}`;
  return [version, state, schema ?? '', since?.toISOString() ?? '', end];
}

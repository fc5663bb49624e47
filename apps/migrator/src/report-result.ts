import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import type { MigrationResult } from '@schema-service/migrator';
import { jsonLine } from './json-line.ts';

/** How a run ended, on stdout. */
export function reportResult(
  { json }: { readonly json: boolean },
  result: MigrationResult,
): ExitCode {
  const { toVersion, migrations, repeatables = [] } = result;
  const line =
    migrations.length + repeatables.length === 0
      ? nothingToDo(toVersion, result.aheadOf)
      : `${countText(migrations.length, 'migration')} run${again(repeatables.length)}, the database is at ${toVersion ?? 'no version'}\n`;
  process.stdout.write(json ? jsonLine(result) : line);
  return EXIT.ok;
}

const again = (count: number): string =>
  count === 0 ? '' : `, ${countText(count, 'repeatable script')} with it`;

/** Of a plan without steps, and of the run of one. */
export function nothingToDo(version: string | null, aheadOf?: string): string {
  const files = aheadOf === undefined ? '' : `, ${aheadText(aheadOf)}`;
  return `nothing to do, the database is at ${version ?? 'no version'}${files}\n`;
}

/** Of a database that is further on than the files. */
export const aheadText = (aheadOf: string): string => `ahead of the files, which end at ${aheadOf}`;

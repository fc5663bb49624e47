import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import type { MigrationResult } from '@schema-service/migrator';
import { jsonLine } from './json-line.ts';

/** How a run ended, on stdout. */
export function reportResult(
  { json }: { readonly json: boolean },
  result: MigrationResult,
): ExitCode {
  const { toVersion, migrations } = result;
  const done =
    migrations.length === 0 ? 'nothing to do' : `${countText(migrations.length, 'migration')} run`;
  process.stdout.write(
    json ? jsonLine(result) : `${done}, the database is at ${toVersion ?? 'no version'}\n`,
  );
  return EXIT.ok;
}

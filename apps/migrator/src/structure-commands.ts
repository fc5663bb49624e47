import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { baseline, formatDifference, snapshot, verify } from '@schema-service/migrator';
import type { CommandOptions, InFolder } from './command-options.ts';
import { jsonLine } from './json-line.ts';
import { withProgress } from './progress/open-progress.ts';

/** Lists where the database is not what its version, or the given one, says. */
export async function runVerify(
  command: CommandOptions & { readonly to?: string },
): Promise<ExitCode> {
  const { json, to } = command;
  const version = to === undefined ? {} : { version: to };
  const found = await verify({ ...command, ...command.apply, ...version });
  const lines = found.differences.map((difference) => `${formatDifference(difference)}\n`);
  process.stdout.write(json ? jsonLine(found) : lines.join(''));
  const how = lines.length === 0 ? 'as' : 'not what';
  const count = lines.length === 0 ? '' : `: ${countText(lines.length, 'difference')}`;
  if (!json) process.stderr.write(`the database is ${how} ${found.version} says${count}\n`);
  return lines.length === 0 ? EXIT.ok : EXIT.drift;
}

/** Writes down the structure of the database as that of its version. */
export async function runSnapshot(command: CommandOptions & InFolder): Promise<ExitCode> {
  const { version, path, structure } = await snapshot({ ...command, ...command.apply });
  const holds = command.dryRun ? 'would hold' : 'holds';
  const objects = structure.objects.length;
  process.stdout.write(
    command.json
      ? jsonLine({ kind: 'snapshot', version, path, objects })
      : `${path} ${holds} the structure of ${version}: ${countText(objects, 'object')}\n`,
  );
  return EXIT.ok;
}

/** Adopts the database at a version. */
export async function runBaseline(
  command: CommandOptions & { readonly to: string },
): Promise<ExitCode> {
  const { json, to, dryRun } = command;
  const result = await withProgress(command, (onEvent) =>
    baseline({ ...command, ...command.apply, version: to, onEvent }),
  );
  const { version, migrations, compared } = result;
  const seen = compared ? '' : '; it has no snapshot, so the structure was not compared';
  process.stdout.write(
    json
      ? jsonLine(result)
      : `the database ${dryRun ? 'would be' : 'is'} at ${version}: ${countText(migrations.length, 'migration')} recorded, none run${seen}\n`,
  );
  return EXIT.ok;
}

import { countText, EXIT, type ExitCode } from '@schema-service/command-line';
import { baseline, formatDifference, snapshot, squash, verify } from '@schema-service/migrator';
import type { CommandOptions, InFolder } from './command-options.ts';
import { jsonLine } from './json-line.ts';
import type { BaselineCommand, SquashCommand } from './parse-command.ts';
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
export async function runBaseline(command: BaselineCommand): Promise<ExitCode> {
  const { json, to, dryRun } = command;
  const result = await withProgress(command, (onEvent) =>
    baseline({ ...command, ...command.apply, version: to, onEvent }),
  );
  const { version, migrations, compared, dropped = [] } = result;
  const gone = dropped.length > 0 ? `, ${dropped.length} dropped` : '';
  const seen = compared ? '' : '; it has no snapshot, so the structure was not compared';
  process.stdout.write(
    json
      ? jsonLine(result)
      : `the database ${dryRun ? 'would be' : 'is'} at ${version}: ${countText(migrations.length, 'migration')} recorded${gone}, none run${seen}\n`,
  );
  return EXIT.ok;
}

/** Writes one script for all that leads to a version, once it is proven. */
export async function runSquash(command: SquashCommand): Promise<ExitCode> {
  const { json, dryRun, squashed: version } = command;
  const result = await squash({ ...command, version });
  const { path, migrations, statements, rows, leftOut, defaults, sql } = result;
  if (json) {
    const { sql: _, ...rest } = result;
    process.stdout.write(jsonLine(dryRun ? result : rest));
    return EXIT.ok;
  }
  const tables = Object.entries(rows);
  const count = tables.reduce((sum, [, of]) => sum + of, 0);
  const lines = [
    `${path} ${dryRun ? 'would stand' : 'stands'} for ${countText(migrations.length, 'migration')} up to ${version}: ${countText(statements, 'statement')}, ${countText(count, 'row')}`,
    'proven: both make the same structure, rights, rows and positions of sequences',
    ...(tables.length > 0
      ? [`rows: ${tables.map(([name, of]) => `${name} ${of}`).join(', ')}`]
      : []),
    ...(defaults.length > 0
      ? [`made anew in each database by their defaults: ${defaults.join(', ')}`]
      : []),
    ...leftOut.map((place) => `left out: ${place}`),
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  if (dryRun) process.stdout.write(sql);
  return EXIT.ok;
}

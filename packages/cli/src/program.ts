import { Command, type CommandUnknownOpts, type Option } from '@commander-js/extra-typings';
import type { ExitCode } from '@schema-service/command-line';
import manifest from '../package.json' with { type: 'json' };
import { createContext, type Runner } from './command-context.ts';
import { usageError } from './command-errors.ts';
import { accessCommands } from './commands/access/access-commands.ts';
import { examples } from './commands/descriptions.ts';
import { migrationCommand } from './commands/migration/migration-commands.ts';
import { releaseCommand } from './commands/release/release-commands.ts';
import { initCommand } from './commands/repository/repository-commands.ts';
import { schemaCommands } from './commands/schema/schema-commands.ts';
import { versionCommand } from './commands/version/version-commands.ts';

/** The whole command line; `done` is told how the command ended. */
export function createProgram(done: (code: ExitCode) => void): CommandUnknownOpts {
  const program = new Command('schemactl')
    .description('What a change of the schema means, who it breaks, and the migration for it.')
    .version(manifest.version)
    .option('--cwd <folder>', 'work as if started there')
    .option('--json', 'data and errors as lines of JSON on stdout')
    // Descriptions say their defaults themselves: of a list that is empty at first there is none to tell.
    .configureHelp({ showGlobalOptions: true, optionDescription: describe })
    .addHelpText('after', examples('schemactl diff 1.1.0 working', 'schemactl help diff'));
  const run: Runner = async (handler) => {
    const { cwd, json } = program.opts();
    if (cwd !== undefined) enter(cwd);
    done(await handler(createContext(json === true)));
  };
  for (const command of schemaCommands(run)) program.addCommand(command);
  program.addCommand(initCommand(run));
  program.addCommand(migrationCommand(run));
  program.addCommand(versionCommand(run));
  program.addCommand(releaseCommand(run));
  for (const command of accessCommands(run)) program.addCommand(command);
  return inheritSettings(program);
}

function describe({ description, argChoices, defaultValue }: Option): string {
  if (argChoices === undefined) return description;
  const chosen = defaultValue === undefined ? '' : `; default: ${defaultValue}`;
  return `${description} (${argChoices.join(', ')}${chosen})`;
}

/** Makes every command of the tree throw instead of ending the process, and write errors nowhere. */
function inheritSettings(command: CommandUnknownOpts): CommandUnknownOpts {
  command
    .exitOverride()
    .showSuggestionAfterError()
    .configureOutput({ writeErr: () => {} });
  for (const child of command.commands) inheritSettings(child.copyInheritedSettings(command));
  return command;
}

function enter(folder: string): void {
  try {
    process.chdir(folder);
  } catch {
    throw usageError(`--cwd ${folder} is not a folder that can be entered.`);
  }
}

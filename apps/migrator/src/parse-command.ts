import type { Environment } from '@schema-service/migrator';
import { chooseDatabase, chooseEnvironments, isWave } from './choose-databases.ts';
import { parse, type Values, type Variables } from './command-line.ts';
import { type CommandOptions, type CommonOptions, readCommonOptions } from './command-options.ts';
import { usageError } from './usage-error.ts';

/** What was asked for on the command line. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'status' } & CommandOptions)
  | ({ readonly kind: 'history' } & CommandOptions)
  | ({ readonly kind: 'plan'; readonly to?: string } & CommandOptions)
  | ({ readonly kind: 'up'; readonly to?: string } & CommandOptions)
  | WaveCommand
  | ({ readonly kind: 'retry' } & CommandOptions)
  | ({ readonly kind: 'down'; readonly to: string } & CommandOptions);

/** `up` of several databases. */
export interface WaveCommand extends CommonOptions {
  readonly kind: 'upAll';
  readonly to?: string;
  readonly environments: readonly Environment[];
  readonly concurrency?: number;
  readonly keepGoing: boolean;
}

const COMMANDS = ['status', 'plan', 'up', 'down', 'retry', 'history'] as const;

/**
 * Reads the command line, and the config file where it names an environment.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function parseCommand(args: readonly string[], variables: Variables): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || (name === undefined && args.length === 0)) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (rest.length > 0) throw usageError(`Too many words: ${rest.join(' ')}`);
  const options = (): CommandOptions => ({
    ...readCommonOptions(values),
    connection: chooseDatabase(values, variables),
  });
  const { to } = values;
  switch (name) {
    case 'status':
    case 'history':
    case 'retry':
      return { kind: name, ...options() };
    case 'plan':
    case 'up':
      if (name === 'up' && isWave(values)) return readWave(values, variables);
      return { kind: name, ...(to === undefined ? {} : { to }), ...options() };
    case 'down':
      if (to === undefined) {
        throw usageError('down needs a version to go to.', 'schema-migrator down --to VERSION');
      }
      return { kind: 'down', to, ...options() };
    default:
      throw usageError(`There is no command ${name ?? ''}. There are: ${COMMANDS.join(', ')}.`);
  }
}

function readWave(values: Values, variables: Variables): WaveCommand {
  const { to, concurrency } = values;
  if (values['dry-run']) throw usageError('A dry run is of one database at a time.');
  if (concurrency !== undefined && !/^[1-9]\d*$/.test(concurrency)) {
    throw usageError(`--concurrency ${concurrency} is not a number of databases.`);
  }
  return {
    kind: 'upAll',
    ...readCommonOptions(values),
    ...(to === undefined ? {} : { to }),
    environments: chooseEnvironments(values, variables),
    ...(concurrency === undefined ? {} : { concurrency: Number(concurrency) }),
    keepGoing: values['keep-going'],
  };
}

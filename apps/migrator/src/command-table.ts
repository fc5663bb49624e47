import { type OptionName, type Parsed, usageError } from './command-line.ts';

/** Of every command. */
const COMMON: readonly OptionName[] = [
  'dir',
  'database-url',
  'env',
  'config',
  'ledger-schema',
  'json',
  'yes',
  'help',
  'version',
];

const RECORDING: readonly OptionName[] = ['dry-run', 'wait', 'git-commit'];

const RUNNING: readonly OptionName[] = [
  ...RECORDING,
  'allow-drift',
  'exclude',
  'lock-timeout',
  'statement-timeout',
  'sync-commit',
];

export type CommandName =
  | 'status'
  | 'plan'
  | 'up'
  | 'down'
  | 'retry'
  | 'history'
  | 'repair'
  | 'verify'
  | 'snapshot'
  | 'baseline'
  | 'import';

export interface CommandDescription {
  /** What stands behind the command's name in its usage line. */
  readonly usage: string;
  readonly options: readonly OptionName[];
}

export const COMMANDS: Readonly<Record<CommandName, CommandDescription>> = {
  status: { usage: '[--to VERSION] [--from SOURCE]', options: ['to', 'from'] },
  plan: {
    usage: '[--to VERSION] [--from SOURCE]',
    options: ['to', 'from', 'exclude', 'allow-non-empty'],
  },
  up: {
    usage: '[--to VERSION] [--from SOURCE] [--all [--concurrency N] [--keep-going]] [--dry-run]',
    options: ['to', 'from', 'all', 'concurrency', 'keep-going', 'allow-non-empty', ...RUNNING],
  },
  down: {
    usage: '--to VERSION [--from SOURCE] [--yes] [--allow-data-loss] [--dry-run]',
    options: ['to', 'from', 'allow-data-loss', 'allow-edited-down', ...RUNNING],
  },
  retry: {
    usage: '[--from SOURCE] [--dry-run]',
    options: ['from', 'allow-data-loss', 'allow-edited-down', ...RUNNING],
  },
  history: { usage: '', options: [] },
  repair: {
    usage: '[--from SOURCE] [--only KIND] [--yes] [--dry-run]',
    options: ['from', 'only', ...RECORDING],
  },
  verify: {
    usage: '[--to VERSION] [--from SOURCE] [--exclude PATTERN]',
    options: ['to', 'from', 'exclude'],
  },
  snapshot: { usage: '[--exclude PATTERN] [--dry-run]', options: ['exclude', 'dry-run'] },
  baseline: {
    usage: '--to VERSION [--from SOURCE] [--all [--concurrency N]] [--allow-drift] [--dry-run]',
    options: ['to', 'from', 'all', 'concurrency', 'allow-drift', 'exclude', ...RECORDING],
  },
  import: {
    usage: '--from TOOL --source PATH [--to VERSION] [--dry-run]',
    options: [
      'from',
      'source',
      'to',
      'scratch-url',
      'no-compare',
      'allow-drift',
      'exclude',
      ...RECORDING,
    ],
  },
};

/** How a command is written. */
export function usageOf(name: CommandName): string {
  return `schema-migrator ${name} ${COMMANDS[name].usage}`.trimEnd();
}

/**
 * Refuses an option that would make no difference to the command.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function refuseOtherOptions(name: CommandName, { tokens }: Parsed): void {
  const taken: readonly string[] = [...COMMON, ...COMMANDS[name].options];
  for (const token of tokens) {
    if (token.kind !== 'option' || taken.includes(token.name)) continue;
    throw usageError(`${name} takes no --${token.name}.`, usageOf(name));
  }
}

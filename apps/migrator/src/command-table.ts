import { type OptionName, type Parsed, usageError } from './command-line.ts';

/** Of every command. */
const COMMON: readonly OptionName[] = [
  'dir',
  'database-url',
  'env',
  'config',
  'ledger-schema',
  'wait-for-server',
  'json',
  'yes',
  'help',
  'version',
];

/** Which databases, where a command takes several. */
const MANY: readonly OptionName[] = ['all', 'group', 'concurrency'];

const RECORDING: readonly OptionName[] = ['dry-run', 'wait', 'git-commit'];

const RUNNING: readonly OptionName[] = [
  'metrics-file',
  ...RECORDING,
  'allow-drift',
  'on-drift',
  'exclude',
  'rights',
  'lock-timeout',
  'statement-timeout',
  'max-duration',
  'max-lag',
  'sync-commit',
  'unknown',
];

/** Of every command that a Schema API does. */
const AT_AN_API: readonly OptionName[] = ['api', 'env', 'json', 'yes', 'help', 'version'];

/** Of every one of them that may take something back. */
const GOING_DOWN: readonly OptionName[] = [
  'dry-run',
  'allow-drift',
  'on-drift',
  'allow-data-loss',
  'allow-edited-down',
  'unknown',
];

/** What of a command's options a Schema API knows; it has the others in its configuration. */
const API_OPTIONS: Readonly<Partial<Record<CommandName, readonly OptionName[]>>> = {
  status: ['to'],
  history: [],
  versions: ['quiet'],
  retire: ['on', 'message'],
  contract: ['quiet', 'brownout', 'dry-run', 'allow-drift', 'on-drift', 'unknown'],
  abandon: ['quiet', ...GOING_DOWN],
  adopt: ['dry-run', 'allow-drift', 'on-drift'],
  plan: ['to', 'allow-non-empty'],
  up: ['to', 'dry-run', 'allow-drift', 'on-drift', 'allow-non-empty', 'unknown'],
  down: ['to', ...GOING_DOWN],
  retry: GOING_DOWN,
  cancel: ['run'],
  wait: ['run'],
  pause: ['note'],
  resume: [],
};

export type CommandName =
  | 'status'
  | 'plan'
  | 'up'
  | 'down'
  | 'retry'
  | 'history'
  | 'repair'
  | 'mark'
  | 'verify'
  | 'snapshot'
  | 'baseline'
  | 'squash'
  | 'versions'
  | 'adopt'
  | 'retire'
  | 'contract'
  | 'abandon'
  | 'import'
  | 'pause'
  | 'resume'
  | 'cancel'
  | 'wait';

export interface CommandDescription {
  /** What stands behind the command's name in its usage line. */
  readonly usage: string;
  readonly options: readonly OptionName[];
}

export const COMMANDS: Readonly<Record<CommandName, CommandDescription>> = {
  status: {
    usage: '[--to VERSION] [--from SOURCE] [--strict] [--all]',
    options: ['to', 'from', 'strict', 'metrics-file', ...MANY],
  },
  plan: {
    usage: '[--to VERSION] [--from SOURCE] [--sql | --out FILE | --all]',
    options: ['to', 'from', 'exclude', 'allow-non-empty', 'strict', 'sql', 'out', ...MANY],
  },
  up: {
    usage:
      '[--to VERSION | --plan FILE] [--from SOURCE] [--all [--rollout STAGES] [--keep-going]] [--dry-run]',
    options: [
      'to',
      'from',
      ...MANY,
      'rollout',
      'plan',
      'keep-going',
      'allow-non-empty',
      'strict',
      ...RUNNING,
    ],
  },
  down: {
    usage: '--to VERSION [--from SOURCE] [--yes] [--allow-data-loss] [--dry-run]',
    options: ['to', 'from', 'allow-data-loss', 'allow-edited-down', ...RUNNING],
  },
  retry: {
    usage: '[--from SOURCE] [--dry-run]',
    options: ['from', 'allow-data-loss', 'allow-edited-down', ...RUNNING],
  },
  history: { usage: '[--all]', options: MANY },
  repair: {
    usage: '[--from SOURCE] [--only KIND] [--yes] [--dry-run]',
    options: ['from', 'only', ...RECORDING],
  },
  mark: {
    usage: '[--applied ID] [--not-applied ID] --note TEXT [--from SOURCE] [--dry-run]',
    options: ['from', 'applied', 'not-applied', 'note', ...RECORDING],
  },
  verify: {
    usage: '[--to VERSION] [--from SOURCE] [--exclude PATTERN] [--all]',
    options: ['to', 'from', 'exclude', 'rights', 'metrics-file', ...MANY],
  },
  snapshot: { usage: '[--exclude PATTERN] [--dry-run]', options: ['exclude', 'dry-run'] },
  baseline: {
    usage:
      '--to VERSION [--again --note TEXT] [--from SOURCE] [--all [--concurrency N]] [--allow-drift] [--dry-run]',
    options: [
      'to',
      'from',
      'again',
      'note',
      ...MANY,
      'allow-drift',
      'on-drift',
      'exclude',
      'rights',
      ...RECORDING,
    ],
  },
  versions: {
    usage: '[--quiet DURATION] [--from SOURCE] [--all]',
    options: ['from', 'quiet', ...MANY],
  },
  adopt: {
    usage: '[--from SOURCE] [--exclude PATTERN] [--allow-drift] [--dry-run]',
    options: ['from', 'exclude', 'allow-drift', 'on-drift', 'dry-run', 'wait'],
  },
  retire: { usage: 'VERSION --on DATE [--message TEXT]', options: ['on', 'message'] },
  contract: {
    usage: 'VERSION [--quiet DURATION] [--brownout DURATION] [--from SOURCE] [--dry-run]',
    options: ['from', 'quiet', 'brownout', ...RUNNING],
  },
  abandon: {
    usage: 'VERSION [--quiet DURATION] [--from SOURCE] [--yes] [--allow-data-loss] [--dry-run]',
    options: ['from', 'quiet', 'allow-data-loss', 'allow-edited-down', ...RUNNING],
  },
  squash: { usage: 'VERSION [--leave-out PLACE] [--dry-run]', options: ['leave-out', 'dry-run'] },
  import: {
    usage: '--from TOOL --source PATH [--to VERSION] [--dry-run]',
    options: [
      'from',
      'source',
      'to',
      'scratch-url',
      'no-compare',
      'allow-drift',
      'on-drift',
      'exclude',
      ...RECORDING,
    ],
  },
  pause: { usage: '[--note TEXT]', options: ['note'] },
  resume: { usage: '', options: [] },
  cancel: { usage: '--api URL --env NAME [--run ID]', options: [] },
  wait: {
    usage: '--at-least VERSION [--wait DURATION], or --api URL --env NAME [--run ID]',
    options: ['at-least', 'wait'],
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
export function refuseOtherOptions(name: CommandName, { tokens, values }: Parsed): void {
  const isRemote = values.api !== undefined;
  const own = isRemote ? API_OPTIONS[name] : COMMANDS[name].options;
  if (own === undefined) {
    throw usageError(
      `${name} does not go through a Schema API.`,
      `These do: ${Object.keys(API_OPTIONS).join(', ')}.`,
    );
  }
  const taken: readonly string[] = [...(isRemote ? AT_AN_API : COMMON), ...own];
  for (const token of tokens) {
    if (token.kind !== 'option' || taken.includes(token.name)) continue;
    const where = isRemote ? ' with --api' : '';
    throw usageError(`${name} takes no --${token.name}${where}.`, usageOf(name));
  }
}

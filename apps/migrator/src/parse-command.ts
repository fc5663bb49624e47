import { parseArgs } from 'node:util';
import { parseDuration } from '@schema-service/migrator';
import { usageError } from './usage-error.ts';

/** What was asked for on the command line. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | ({ readonly kind: 'status' } & CommandOptions)
  | ({ readonly kind: 'history' } & CommandOptions)
  | ({ readonly kind: 'plan'; readonly to?: string } & CommandOptions)
  | ({ readonly kind: 'up'; readonly to?: string } & CommandOptions)
  | ({ readonly kind: 'retry' } & CommandOptions)
  | ({ readonly kind: 'down'; readonly to: string } & CommandOptions);

export interface CommandOptions {
  readonly migrations: string;
  readonly connection: string;
  readonly json: boolean;
  readonly yes: boolean;
  /** Shows what would be done, and does nothing. */
  readonly dryRun: boolean;
  /** Options of the engine that were given; the others have its defaults. */
  readonly apply: {
    readonly waitForLockMs?: number;
    readonly lockTimeoutMs?: number;
    readonly statementTimeoutMs?: number;
    readonly syncCommit: boolean;
    readonly gitCommit?: string;
    readonly allowDataLoss: boolean;
  };
}

const COMMANDS = ['status', 'plan', 'up', 'down', 'retry', 'history'] as const;

const OPTIONS = {
  to: { type: 'string' },
  dir: { type: 'string', default: 'migrations' },
  'database-url': { type: 'string' },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  'dry-run': { type: 'boolean', default: false },
  'allow-data-loss': { type: 'boolean', default: false },
  wait: { type: 'string' },
  'lock-timeout': { type: 'string' },
  'statement-timeout': { type: 'string' },
  'sync-commit': { type: 'boolean', default: false },
  'git-commit': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

/**
 * Reads the command line. Pure, but for what the caller passes as environment.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function parseCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command {
  const { values, positionals } = parse(args);
  const [name, ...rest] = positionals;
  if (values.help || (name === undefined && args.length === 0)) return { kind: 'help' };
  if (values.version) return { kind: 'version' };
  if (rest.length > 0) throw usageError(`Too many words: ${rest.join(' ')}`);
  const options = (): CommandOptions => readOptions(values, environment);
  const { to } = values;
  switch (name) {
    case 'status':
    case 'history':
    case 'retry':
      return { kind: name, ...options() };
    case 'plan':
    case 'up':
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

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function readOptions(
  values: Values,
  environment: Readonly<Record<string, string | undefined>>,
): CommandOptions {
  const connection = values['database-url'] ?? environment.DATABASE_URL;
  if (!connection) {
    throw usageError(
      'Which database? Neither --database-url nor DATABASE_URL is set.',
      'DATABASE_URL=postgresql://user:password@host:5432/database schema-migrator status',
    );
  }
  const wait = duration(values, 'wait');
  const lockTimeout = duration(values, 'lock-timeout');
  const statementTimeout = duration(values, 'statement-timeout');
  const gitCommit = values['git-commit'];
  return {
    migrations: values.dir,
    connection,
    json: values.json,
    yes: values.yes,
    dryRun: values['dry-run'],
    apply: {
      ...(wait === undefined ? {} : { waitForLockMs: wait }),
      ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
      ...(statementTimeout === undefined ? {} : { statementTimeoutMs: statementTimeout }),
      syncCommit: values['sync-commit'],
      allowDataLoss: values['allow-data-loss'],
      ...(gitCommit === undefined ? {} : { gitCommit }),
    },
  };
}

function duration(
  values: Values,
  name: 'wait' | 'lock-timeout' | 'statement-timeout',
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw usageError(`--${name} ${text} is not a duration.`, `--${name} 10s`);
}

import { type MigrationGoal, parseDuration } from '@schema-service/migrator';
import { usageError, type Values } from './command-line.ts';

/** What every command takes, whichever database it goes to. */
export interface CommonOptions {
  readonly migrations: string;
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
    readonly allowEditedDown?: boolean;
    readonly allowNonEmpty?: boolean;
    readonly allowDrift: boolean;
    readonly exclude: readonly string[];
  };
}

/** The options of a command that goes to one database. */
export interface CommandOptions extends CommonOptions {
  readonly connection: string;
  /** Where the history lies; the engine's default where it is left out. */
  readonly ledgerSchema?: string;
}

/**
 * Reads what every command takes.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function readCommonOptions(values: Values): CommonOptions {
  const wait = duration(values, 'wait');
  const lockTimeout = duration(values, 'lock-timeout');
  const statementTimeout = duration(values, 'statement-timeout');
  const gitCommit = values['git-commit'];
  return {
    migrations: values.dir,
    json: values.json,
    yes: values.yes,
    dryRun: values['dry-run'],
    apply: {
      ...(wait === undefined ? {} : { waitForLockMs: wait }),
      ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
      ...(statementTimeout === undefined ? {} : { statementTimeoutMs: statementTimeout }),
      syncCommit: values['sync-commit'],
      allowDataLoss: values['allow-data-loss'],
      ...(values['allow-edited-down'] ? { allowEditedDown: true } : {}),
      ...(values['allow-non-empty'] ? { allowNonEmpty: true } : {}),
      allowDrift: values['allow-drift'],
      exclude: values.exclude ?? [],
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

/** Up, to a version or as far as it goes. */
export function upGoal({ to }: { readonly to?: string }): MigrationGoal {
  return { direction: 'up', ...(to === undefined ? {} : { to }) };
}

import {
  type Migration,
  type MigrationGoal,
  type MigrationSource,
  ON_DRIFT,
  type PlanOptions,
  parseDuration,
  UNKNOWN_IS,
  type UnknownIs,
} from '@schema-service/migrator';
import { usageError, type Values } from './command-line.ts';

/** What every command takes, whichever database it goes to. */
export interface CommonOptions {
  /** The folder, or released migrations that were verified. */
  readonly migrations: string | readonly Migration[];
  /** With released migrations: their structures, and the scripts that run again when they change. */
  readonly snapshots?: MigrationSource['snapshots'];
  readonly repeatables?: MigrationSource['repeatables'];
  readonly clients?: MigrationSource['clients'];
  /** Where released migrations are to be taken from, in place of the folder. */
  readonly from?: string;
  /** Where to write how the databases stand behind the command, for Prometheus. */
  readonly metricsFile?: string;
  readonly json: boolean;
  readonly yes: boolean;
  /** Shows what would be done, and does nothing. */
  readonly dryRun: boolean;
  /** How long to wait for a server that does not answer yet, in ms. */
  readonly waitForServerMs?: number;
  /** Options of the engine that were given; the others have its defaults. */
  readonly apply: {
    readonly waitForLockMs?: number;
    readonly lockTimeoutMs?: number;
    readonly statementTimeoutMs?: number;
    readonly maxDurationMs?: number;
    readonly maxLagMs?: number;
    readonly syncCommit: boolean;
    readonly unknown?: UnknownIs;
    readonly gitCommit?: string;
    readonly allowDataLoss: boolean;
    readonly allowEditedDown?: boolean;
    readonly allowNonEmpty?: boolean;
    readonly allowDrift?: boolean;
    readonly exclude: readonly string[];
    readonly rights?: boolean;
  };
}

/** Of a command whose migrations are in a folder, before they are taken from elsewhere. */
export interface InFolder {
  readonly migrations: string;
}

/** The options of a command that goes to one database. */
export interface CommandOptions extends CommonOptions {
  readonly connection: string;
  /** Its name, where it has one. */
  readonly environment?: string;
  /** Where the history lies; the engine's default where it is left out. */
  readonly ledgerSchema?: string;
}

/** Where migrations lie, unless it is said. */
export const DEFAULT_FOLDER = 'migrations';

/**
 * Reads what every command takes.
 *
 * @throws SchemaServiceError COMMAND_USAGE
 */
export function readCommonOptions(values: Values, isImport = false): CommonOptions & InFolder {
  const wait = duration(values, 'wait');
  const lockTimeout = duration(values, 'lock-timeout');
  const statementTimeout = duration(values, 'statement-timeout');
  const maxDuration = duration(values, 'max-duration');
  const maxLag = duration(values, 'max-lag');
  const waitForServerMs = duration(values, 'wait-for-server');
  const gitCommit = values['git-commit'];
  const unknown = unknownIs(values);
  const { dir } = values;
  // That of an import is a tool.
  const from = isImport ? undefined : values.from;
  if (dir !== undefined && from !== undefined) {
    throw usageError('Give either --from, for what is released, or --dir.');
  }
  return {
    migrations: dir ?? DEFAULT_FOLDER,
    ...(from === undefined ? {} : { from }),
    ...(values['metrics-file'] === undefined ? {} : { metricsFile: values['metrics-file'] }),
    json: values.json,
    yes: values.yes,
    dryRun: values['dry-run'],
    ...(waitForServerMs === undefined ? {} : { waitForServerMs }),
    apply: {
      ...(wait === undefined ? {} : { waitForLockMs: wait }),
      ...(lockTimeout === undefined ? {} : { lockTimeoutMs: lockTimeout }),
      ...(statementTimeout === undefined ? {} : { statementTimeoutMs: statementTimeout }),
      ...(maxDuration === undefined ? {} : { maxDurationMs: maxDuration }),
      ...(maxLag === undefined ? {} : { maxLagMs: maxLag }),
      syncCommit: values['sync-commit'],
      ...(unknown === undefined ? {} : { unknown }),
      allowDataLoss: values['allow-data-loss'],
      ...(values['allow-edited-down'] ? { allowEditedDown: true } : {}),
      ...(values['allow-non-empty'] ? { allowNonEmpty: true } : {}),
      ...allowDrift(values),
      exclude: values.exclude ?? [],
      ...(values.rights ? { rights: true } : {}),
      ...(gitCommit === undefined ? {} : { gitCommit }),
    },
  };
}

/** @throws SchemaServiceError COMMAND_USAGE for what is none */
export function duration(
  values: Values,
  name:
    | 'wait'
    | 'wait-for-server'
    | 'lock-timeout'
    | 'statement-timeout'
    | 'max-duration'
    | 'max-lag'
    | 'quiet'
    | 'brownout',
): number | undefined {
  const text = values[name];
  if (text === undefined) return undefined;
  const milliseconds = parseDuration(text);
  if (milliseconds !== undefined) return milliseconds;
  throw usageError(`--${name} ${text} is not a duration.`, `--${name} 10s`);
}

/** Nothing where neither option is given: the config file may say it. */
export function allowDrift(values: Values): { readonly allowDrift?: boolean } {
  const { 'on-drift': onDrift, 'allow-drift': isAllowed } = values;
  if (onDrift === undefined) return isAllowed ? { allowDrift: true } : {};
  if (!ON_DRIFT.some((word) => word === onDrift)) {
    throw usageError(
      `--on-drift ${onDrift} is neither of them.`,
      `--on-drift ${ON_DRIFT.join('|')}`,
    );
  }
  if (isAllowed && onDrift === 'refuse') {
    throw usageError('Give either --on-drift refuse or --allow-drift.');
  }
  return { allowDrift: onDrift === 'warn' };
}

/** @throws SchemaServiceError COMMAND_USAGE */
export function unknownIs({ unknown }: Values): UnknownIs | undefined {
  const known = UNKNOWN_IS.find((word) => word === unknown);
  if (unknown === undefined || known) return known;
  throw usageError(`--unknown ${unknown} is neither of them.`, `--unknown ${UNKNOWN_IS.join('|')}`);
}

/** Up, to a version or as far as it goes. */
export function upGoal({ to, strict }: Pick<PlanOptions, 'to' | 'strict'>): MigrationGoal {
  return {
    direction: 'up',
    ...(to === undefined ? {} : { to }),
    ...(strict ? { strict } : {}),
  };
}

import { parseArgs } from 'node:util';
import { type UsageError, usageErrors } from '@schema-service/command-line';

/** A command line that was not understood. */
export const usageError: UsageError = usageErrors('schema-migrator');

const OPTIONS = {
  to: { type: 'string' },
  dir: { type: 'string' },
  'database-url': { type: 'string' },
  config: { type: 'string' },
  'ledger-schema': { type: 'string' },
  env: { type: 'string', multiple: true },
  all: { type: 'boolean', default: false },
  group: { type: 'string', multiple: true },
  rollout: { type: 'string' },
  'metrics-file': { type: 'string' },
  sql: { type: 'boolean', default: false },
  out: { type: 'string' },
  plan: { type: 'string' },
  concurrency: { type: 'string' },
  'keep-going': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  'dry-run': { type: 'boolean', default: false },
  'allow-data-loss': { type: 'boolean', default: false },
  'allow-edited-down': { type: 'boolean', default: false },
  'allow-non-empty': { type: 'boolean', default: false },
  'allow-drift': { type: 'boolean', default: false },
  'on-drift': { type: 'string' },
  exclude: { type: 'string', multiple: true },
  rights: { type: 'boolean', default: false },
  from: { type: 'string' },
  api: { type: 'string' },
  run: { type: 'string' },
  source: { type: 'string' },
  'scratch-url': { type: 'string' },
  'no-compare': { type: 'boolean', default: false },
  only: { type: 'string', multiple: true },
  applied: { type: 'string', multiple: true },
  'not-applied': { type: 'string', multiple: true },
  note: { type: 'string' },
  on: { type: 'string' },
  message: { type: 'string' },
  quiet: { type: 'string' },
  brownout: { type: 'string' },
  again: { type: 'boolean', default: false },
  'leave-out': { type: 'string', multiple: true },
  wait: { type: 'string' },
  'wait-for-server': { type: 'string' },
  'at-least': { type: 'string' },
  strict: { type: 'boolean', default: false },
  'lock-timeout': { type: 'string' },
  'statement-timeout': { type: 'string' },
  'max-duration': { type: 'string' },
  'max-lag': { type: 'string' },
  'sync-commit': { type: 'boolean', default: false },
  unknown: { type: 'string' },
  'git-commit': { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

export type OptionName = keyof typeof OPTIONS;

/** What was taken apart, and in which order it was given. */
export type Parsed = ReturnType<
  typeof parseArgs<{
    options: typeof OPTIONS;
    allowPositionals: true;
    strict: true;
    tokens: true;
  }>
>;

/** The words of the command line by name, not understood yet. */
export type Values = Parsed['values'];

/** Variables of the environment. */
export type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Takes the command line apart.
 *
 * @throws SchemaServiceError COMMAND_USAGE for an option that does not exist
 */
export function parse(args: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

import { usageError, type Values } from './command-line.ts';
import { duration } from './command-options.ts';
import { usageOf } from './command-table.ts';

/** When a version ends, and what its clients are told. */
export interface Retirement {
  readonly on: string;
  readonly message?: string;
}

export function readQuiet(values: Values): { readonly quietMs?: number } {
  const quietMs = duration(values, 'quiet');
  return quietMs === undefined ? {} : { quietMs };
}

export function readBrownout(values: Values): { readonly brownoutMs?: number } {
  const brownoutMs = duration(values, 'brownout');
  return brownoutMs === undefined ? {} : { brownoutMs };
}

/** @throws SchemaServiceError COMMAND_USAGE */
export function readRetirement({ on, message }: Values): Retirement {
  if (on === undefined) throw usageError('On which day does the version end?', usageOf('retire'));
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(on) && new Date(on).toJSON()?.startsWith(on);
  if (!isDay) throw usageError(`--on ${on} is no day.`, '--on 2026-12-31');
  return { on, ...(message === undefined ? {} : { message }) };
}

import type { Run, RunOptions } from '@schema-service/catalog';
import { SchemaServiceError } from '@schema-service/errors';

/** What a run is to do. */
export type RunGoal =
  | { readonly direction: 'up' | 'down' | 'retry'; readonly to?: string }
  | VersionGoal
  | { readonly direction: 'adopt' };

/** Ends a version, or takes the highest one back. */
export interface VersionGoal {
  readonly direction: 'contract' | 'abandon';
  readonly version: string;
}

/** What was asked for, as a request or a run has it. */
interface AskedRun {
  readonly direction: Run['direction'];
  readonly to?: string | null | undefined;
  readonly version?: string | null | undefined;
}

/**
 * What a request asks for, where its parts go together.
 *
 * @throws SchemaServiceError REQUEST_INVALID
 */
export function readGoal(
  { direction, to, version }: AskedRun,
  { quietMs, brownoutMs }: Pick<RunOptions, 'quietMs' | 'brownoutMs'> = {},
): RunGoal {
  const endsVersion = direction === 'contract' || direction === 'abandon';
  if (endsVersion && !version) {
    throw invalid(`A run of the direction ${direction} needs a version.`, '"version": "1.1.0"');
  }
  if (!endsVersion && version) throw useless('version', direction);
  if ((endsVersion || direction === 'adopt') && to) throw useless('to', direction);
  if (!endsVersion && quietMs !== undefined) throw useless('quietMs', direction);
  if (direction !== 'contract' && brownoutMs !== undefined) throw useless('brownoutMs', direction);
  return goalOfRun({ direction, to, version });
}

/** What a run was started for. Of an abandon `to` is where its plan goes. */
export function goalOfRun({ direction, to, version }: AskedRun): RunGoal {
  if (direction === 'adopt') return { direction };
  if (direction === 'contract' || direction === 'abandon') {
    return { direction, version: version ?? '' };
  }
  return { direction, ...(to ? { to } : {}) };
}

/** The version on whose line the migrations are that it needs; nothing for those of the latest. */
export function lineOf(goal: RunGoal): string | undefined {
  if (goal.direction === 'abandon') return goal.version;
  return 'to' in goal ? goal.to : undefined;
}

const useless = (name: string, direction: string): SchemaServiceError =>
  invalid(
    `A run of the direction ${direction} takes no ${name}.`,
    'version and quietMs are of contract and abandon, brownoutMs of contract, to of up and down.',
  );

const invalid = (message: string, fix: string): SchemaServiceError =>
  new SchemaServiceError({ code: 'REQUEST_INVALID', message, fix });

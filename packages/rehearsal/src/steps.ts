import { isSchemaServiceError } from '@schema-service/errors';
import type { StructureDifference } from '@schema-service/migrator';
import type { RehearsalOptions } from './rehearsal-options.ts';
import type { RehearsalStep, RehearsalStepName } from './rehearsal-report.ts';

/** What a step found out beside that it could be done. */
export interface StepFindings {
  readonly note?: string;
  readonly differences?: readonly StructureDifference[];
}

/** The steps so far, and how to do the next. */
export interface Steps {
  readonly list: readonly RehearsalStep[];
  /** Does a step, unless one that it needs was not done. An expected failure is the step's, and anything else is thrown. */
  readonly run: (
    name: RehearsalStepName,
    needs: readonly RehearsalStepName[],
    work: () => Promise<StepFindings>,
  ) => Promise<void>;
}

/** A down that its own files call impossible is no failure. */
const IRREVERSIBLE = 'MIGRATION_IRREVERSIBLE';

export function createSteps(onEvent: RehearsalOptions['onEvent'] = () => {}): Steps {
  const list: RehearsalStep[] = [];
  return {
    list,
    run: async (name, needs, work) => {
      const undone = needs.find((needed) =>
        list.some((step) => step.name === needed && !isDone(step)),
      );
      if (undone === undefined) onEvent({ kind: 'stepStarted', name });
      const step: RehearsalStep =
        undone === undefined
          ? await attempt(name, work)
          : { kind: 'rehearsalStep', name, status: 'skipped', note: `It needs "${undone}".` };
      list.push(step);
      onEvent({ kind: 'stepEnded', step });
    },
  };
}

/** A comparison that found differences was done all the same. */
const isDone = ({ status, differences }: RehearsalStep): boolean =>
  status === 'ok' || (status === 'failed' && differences !== undefined);

async function attempt(
  name: RehearsalStepName,
  work: () => Promise<StepFindings>,
): Promise<RehearsalStep> {
  const base = { kind: 'rehearsalStep', name } as const;
  try {
    const { differences = [], ...findings } = await work();
    if (differences.length === 0) return { ...base, status: 'ok', ...findings };
    return { ...base, status: 'failed', ...findings, differences };
  } catch (error) {
    if (!isSchemaServiceError(error)) throw error;
    if (error.code !== IRREVERSIBLE) return { ...base, status: 'failed', error: error.toJSON() };
    return {
      ...base,
      status: 'skipped',
      note: [error.message, error.why].filter(Boolean).join(' '),
    };
  }
}

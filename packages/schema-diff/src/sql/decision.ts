import type { PlanContext } from './plan-context.ts';
import type { Phase, Step } from './step.ts';

/** Something about rows that a schema does not say, and a person has to. */
export interface Decision {
  readonly phase: Phase;
  readonly subject: string;
  /** What is to be decided, as the end of "decide on ...". */
  readonly about: string;
  /** What rows get until then; undefined where nothing fits all of them. */
  readonly sql: string | undefined;
  /** The form that an answer has. */
  readonly form: string;
  readonly loses?: string;
}

/**
 * A place for what a person decides. Where a value can stand in for it until
 * then the statement is there, so that the migration can be tried; what it says
 * is marked as undecided, which the lint reports until the mark is gone. A
 * down has a place only: whoever runs it decides.
 */
export function decisionStep(decision: Decision, { isDown }: PlanContext): Step {
  const { phase, subject, about, sql, form, loses } = decision;
  if (sql === undefined || isDown) {
    return {
      phase,
      subject,
      sql: '',
      comment: `TODO: decide on ${about}.\n${form};`,
      note: `Write ${about}, where the migration says TODO; without it the migration fails on such rows.`,
    };
  }
  return {
    phase,
    subject,
    sql,
    comment: `TODO: decide on ${about}.\nWhat stands here only lets the migration be tried.`,
    note: `Decide on ${about}, where the migration says TODO.`,
    ...(loses === undefined ? {} : { loses }),
  };
}

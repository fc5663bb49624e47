import type { SchemaModel } from '@schema-service/schema-model';
import type { Change, ChangeFact } from '../change.ts';
import type { ChangeId } from '../change-id.ts';
import type { Answer, Compatibility } from '../compatibility.ts';

export interface Verdict {
  readonly compatibility: Compatibility;
  /** Set where the severity or the bump is another than the answers ask for. */
  readonly exception?: Partial<Pick<Change, 'severity' | 'bump'>> & { readonly because: string };
}

/** Both schemas, for the facts whose meaning depends on what stands around them. */
export interface RuleContext {
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
}

/** Judges the facts of one id: whom they break, and so how far the version moves. */
export interface Rule {
  readonly id: ChangeId;
  /** One sentence, for people who meet the verdict. */
  readonly reason: string;
  readonly judge: (fact: ChangeFact, context: RuleContext) => Verdict;
}

/** The four answers, in the order of the questions. */
export function answers(
  oldClientReads: Answer,
  oldClientWrites: Answer,
  newClientOnOldDatabase: Answer,
  clientApi: Compatibility['clientApi'],
): Verdict {
  return {
    compatibility: { oldClientReads, oldClientWrites, newClientOnOldDatabase, clientApi },
  };
}

export const breaking: Verdict = answers('no', 'no', 'no', 'breaks');
export const compatible: Verdict = answers('yes', 'yes', 'no', 'added');
export const unnoticed: Verdict = answers('yes', 'yes', 'yes', 'same');

/** A rule whose verdict never depends on the case. */
export function always(id: ChangeId, verdict: Verdict, reason: string): Rule {
  return { id, reason, judge: () => verdict };
}

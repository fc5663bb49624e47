import type { SchemaModel } from '@schema-service/schema-model';
import type { Change, ChangeFact } from '../change.ts';
import type { ChangeId } from '../change-id.ts';

export type Verdict = Pick<Change, 'severity' | 'bump'>;

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

export const breaking: Verdict = { severity: 'breaking', bump: 'major' };
export const compatible: Verdict = { severity: 'safe', bump: 'minor' };
export const unnoticed: Verdict = { severity: 'safe', bump: 'patch' };

/** A rule whose verdict never depends on the case. */
export function always(id: ChangeId, verdict: Verdict, reason: string): Rule {
  return { id, reason, judge: () => verdict };
}

import type { Change, ChangeId } from '../change.ts';
import type { FactRecord } from '../change-record.ts';
import type { Answer, Compatibility } from '../compatibility.ts';
import type { SchemaIndex } from './schema-index.ts';

export interface Verdict {
  readonly compatibility: Compatibility;
  /** Why in this case, where it is not the rule's reason. */
  readonly reason?: string;
  /** Set where the severity or the bump is another than the answers ask for. */
  readonly exception?: Partial<Pick<Change, 'severity' | 'bump'>> & { readonly because: string };
}

/** Both schemas, for the facts whose meaning depends on what stands around them. */
export interface RuleContext {
  /** Under the current names, where something was renamed. */
  readonly previous: SchemaIndex;
  readonly current: SchemaIndex;
  /** Paths of changes whose data check found no row that breaks them. */
  readonly checked: ReadonlySet<string>;
}

/** Judges the facts of one id: whom they break, and so how far the version moves. */
export interface Rule {
  readonly id: ChangeId;
  /** One or two sentences, for people who meet the verdict. */
  readonly reason: string;
  readonly judge: (fact: FactRecord, context: RuleContext) => Verdict;
}

/** The four answers, in the order of the questions. */
export function answers(
  oldClientReads: Answer,
  oldClientWrites: Answer,
  newClientOnOldDatabase: Answer,
  clientApi: Compatibility['clientApi'],
  more: Omit<Verdict, 'compatibility'> = {},
): Verdict {
  return {
    compatibility: { oldClientReads, oldClientWrites, newClientOnOldDatabase, clientApi },
    ...more,
  };
}

/** No client notices. */
export function unnoticed(reason?: string): Verdict {
  return answers('yes', 'yes', 'yes', 'same', reason === undefined ? {} : { reason });
}

import type { ChangeFactOf, ChangeId, Judgement } from '../../change.ts';
import type { Compatibility } from '../../compatibility.ts';
import type { SchemaIndex } from './schema-index.ts';

export interface Verdict {
  readonly compatibility: Compatibility;
  /** Why in this case, where it is not the rule's reason. */
  readonly reason?: string;
  /** Set where the severity or the bump is another than the answers ask for. */
  readonly exception?: Partial<Pick<Judgement, 'severity' | 'bump'>> & { readonly because: string };
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
export interface Rule<Id extends ChangeId> {
  /** One or two sentences, for people who meet the verdict. */
  readonly reason: string;
  readonly judge: (fact: ChangeFactOf<Id>, context: RuleContext) => Verdict;
}

/** A rule for each of these ids. */
export type Rules<Id extends ChangeId> = { readonly [One in Id]: Rule<One> };

/** The ids of this kind of thing: `ENUM`, `ENUM_VALUE`, `FIELD`. */
export type IdsOf<Word extends string> = Extract<ChangeId, `${Word}_${string}`>;

/** A verdict with these answers. The others say that the change is not noticed: `yes`, and `same` of the client API. */
export function verdict(
  answers: Partial<Compatibility>,
  more: Omit<Verdict, 'compatibility'> = {},
): Verdict {
  return { compatibility: { ...unnoticedAnswers, ...answers }, ...more };
}

const unnoticedAnswers: Compatibility = {
  oldClientReads: 'yes',
  oldClientWrites: 'yes',
  newClientOnOldDatabase: 'yes',
  clientApi: 'same',
};

/** No client notices. */
export function unnoticed(reason?: string): Verdict {
  return verdict({}, reason === undefined ? {} : { reason });
}

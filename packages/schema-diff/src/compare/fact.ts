import type { SourceLocation } from '@schema-service/schema-model';
import type { ChangeFactOf, ChangeId, SubjectOf } from '../change.ts';

interface Declared {
  readonly documentation?: string;
  readonly location?: SourceLocation;
}

/** States one fact. */
export function fact<Id extends ChangeId>(
  id: Id,
  subject: ChangeFactOf<Id>['subject'],
  previous: ChangeFactOf<Id>['previous'],
  current: ChangeFactOf<Id>['current'],
  { location }: Declared = {},
): ChangeFactOf<Id> {
  const stated = {
    kind: 'change',
    id,
    subject,
    previous,
    current,
    ...(location === undefined ? {} : { location }),
  };
  return stated as unknown as ChangeFactOf<Id>; // The parameters have the types of the id's fact.
}

/** Ids of facts about something new in a list whose order counts. */
type InsertedId = 'ENUM_VALUE_ADDED' | 'FIELD_ADDED';

/** States that a member was added behind another of its list; null for the first. */
export function addedFact<Id extends InsertedId>(
  id: Id,
  subject: ChangeFactOf<Id>['subject'],
  member: ChangeFactOf<Id>['current'],
  after: string | null,
): ChangeFactOf<Id> {
  return { ...fact(id, subject, null, member, member), after };
}

/** The documentation comment of a declaration that is in both schemas. */
export function* compareDocumentation(
  subject: SubjectOf<'enum' | 'enumValue' | 'model' | 'view' | 'field'>,
  previous: Declared,
  current: Declared,
): Generator<ChangeFactOf<'DOCUMENTATION_CHANGED'>> {
  const [before, after] = [previous.documentation, current.documentation];
  if (before === after) return;
  yield fact('DOCUMENTATION_CHANGED', subject, before ?? null, after ?? null, current);
}

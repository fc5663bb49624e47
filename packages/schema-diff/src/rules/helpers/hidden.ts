import type { Field } from '@schema-service/schema-model';
import type { Subject } from '../../change.ts';
import { type RuleContext, unnoticed, type Verdict, verdict } from './rule.ts';
import { canBeLeftOut } from './shared-verdicts.ts';

/**
 * The verdict on what no client sees, before and after: an ignored model or view, an
 * ignored column, one of a type without a name in the schema language. Undefined
 * for everything else. Such a column still counts when a row is inserted without it.
 */
export function judgeHidden(
  subject: Subject,
  { previous, current }: RuleContext,
): Verdict | undefined {
  const name = entityOf(subject);
  if (name === undefined) return undefined;
  const entities = [previous.entity(name), current.entity(name)].filter(isThere);
  if (entities.every(({ isIgnored }) => isIgnored)) return unnoticed('No client has it.');
  if (subject.kind !== 'field') return undefined;
  const [before, after] = [previous.field(subject), current.field(subject)];
  if (![before, after].filter(isThere).every(isHidden)) return undefined;
  const [wasFilled, isFilled] = [before, after].map((field) => isFilledWithoutClients(field));
  if (wasFilled === isFilled || subject.owner === 'view') {
    return unnoticed('No client sees the column.');
  }
  return isFilled
    ? verdict(
        { newClientOnOldDatabase: 'no', clientApi: 'added' },
        {
          reason:
            'No client sees the column, and rows can be created without it now; the old database refuses them.',
        },
      )
    : verdict(
        { oldClientWrites: 'no', clientApi: 'breaks' },
        {
          reason:
            'No client sees the column, and no row can be created without it any more: the client no longer offers to.',
        },
      );
}

/** The model or view of a subject, apart from relations: foreign keys of hidden tables hold on to rows of others. */
function entityOf(subject: Subject): string | undefined {
  if (subject.kind === 'model' || subject.kind === 'view') return subject.name;
  return 'entity' in subject && subject.kind !== 'relation' ? subject.entity : undefined;
}

const isThere = <T>(part: T | undefined): part is T => part !== undefined;

const isHidden = ({ isIgnored, kind }: Field): boolean => isIgnored || kind === 'unsupported';

/** A column that is not there needs no filling in. */
function isFilledWithoutClients(field: Field | undefined): boolean {
  return field === undefined || field.kind === 'relation' || canBeLeftOut(field);
}

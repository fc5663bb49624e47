import type { Field } from '@schema-service/schema-model';
import type { FactRecord } from '../change-record.ts';
import { answers, type RuleContext, unnoticed, type Verdict } from './rule.ts';
import { canBeLeftOut } from './shared-verdicts.ts';

/**
 * The verdict on what no client sees, before and after: an ignored model or view, an
 * ignored column, one of a type without a name in the schema language. Undefined
 * for everything else. Such a column still counts when a row is inserted without it.
 */
export function judgeHidden(fact: FactRecord, context: RuleContext): Verdict | undefined {
  // Foreign keys of hidden tables hold on to rows of others.
  if (fact.id.startsWith('RELATION_')) return undefined;
  const { path } = fact;
  const entities = [context.previous.entity(path), context.current.entity(path)].filter(isThere);
  if (entities.length === 0) return undefined;
  if (entities.every(({ isIgnored }) => isIgnored)) {
    return unnoticed('No client has it.');
  }
  const [before, after] = [context.previous.field(path), context.current.field(path)];
  const fields = [before, after].filter(isThere);
  if (fields.length === 0 || !fields.every(isHidden)) return undefined;
  const [wasFilled, isFilled] = [before, after].map((field) => isFilledWithoutClients(field));
  if (wasFilled === isFilled || entities.some(({ kind }) => kind === 'view')) {
    return unnoticed('No client sees the column.');
  }
  return isFilled
    ? answers('yes', 'yes', 'no', 'added', {
        reason:
          'No client sees the column, and rows can be created without it now; the old database refuses them.',
      })
    : answers('yes', 'no', 'yes', 'breaks', {
        reason:
          'No client sees the column, and no row can be created without it any more: the client no longer offers to.',
      });
}

const isThere = <T>(part: T | undefined): part is T => part !== undefined;

const isHidden = ({ isIgnored, kind }: Field): boolean => isIgnored || kind === 'unsupported';

/** A column that is not there needs no filling in. */
function isFilledWithoutClients(field: Field | undefined): boolean {
  return field === undefined || field.kind === 'relation' || canBeLeftOut(field);
}

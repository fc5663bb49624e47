import type { ScalarField } from '@schema-service/schema-model';
import { fieldAt } from './lookup.ts';
import { breaking, type Rule, unnoticed } from './rule.ts';

export const fieldTypeChanged: Rule = {
  id: 'FIELD_TYPE_CHANGED',
  reason:
    'Clients read and write the old type. Only more room within one type of the client (a longer varchar, a wider integer) goes unnoticed.',
  judge: ({ path }, { previous, current }) => {
    const before = fieldAt(previous, path);
    const after = fieldAt(current, path);
    if (before?.kind !== 'scalar' || after?.kind !== 'scalar') return breaking;
    return before.type === after.type && hasMoreRoom(before, after) ? unnoticed : breaking;
  },
};

function hasMoreRoom(before: ScalarField, after: ScalarField): boolean {
  const [from, to] = [before.nativeType, after.nativeType];
  if (from.name === 'SmallInt') return to.name === 'Integer';
  if (from.name !== 'VarChar') return false;
  if (to.name === 'Text') return true;
  const [oldLength, newLength] = [from.args[0] ?? Infinity, to.args[0] ?? Infinity];
  return to.name === 'VarChar' && newLength >= oldLength;
}

import type { Constraint, Node } from 'libpg-query';
import { stringsOf } from '../sql/relation-name.ts';

/** The column that a constraint proves to have no nulls: `CHECK (c IS NOT NULL)`, or `NOT NULL c` since PostgreSQL 18. */
export function notNullColumn({ contype, raw_expr, keys }: Constraint): string | undefined {
  if (contype === 'CONSTR_NOTNULL') return stringsOf(keys)[0];
  return contype === 'CONSTR_CHECK' && raw_expr ? provenBy(raw_expr) : undefined;
}

function provenBy(expression: Node): string | undefined {
  if (!('NullTest' in expression) || expression.NullTest.nulltesttype !== 'IS_NOT_NULL') {
    return undefined;
  }
  const { arg } = expression.NullTest;
  return arg && 'ColumnRef' in arg ? stringsOf(arg.ColumnRef.fields).at(-1) : undefined;
}

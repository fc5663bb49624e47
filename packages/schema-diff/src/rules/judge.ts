import type { Change, ChangeFact } from '../change.ts';
import { factRecord } from '../change-record.ts';
import { bumpFor, severityOf } from '../compatibility.ts';
import { judgeHidden } from './hidden.ts';
import type { RuleContext } from './rule.ts';
import { rules } from './rules.ts';

/** The verdict on a fact: that of its rule, or that on what no client sees. */
export function judge(fact: ChangeFact, context: RuleContext): Change {
  const rule = rules.get(fact.id);
  if (rule === undefined) throw new Error(`No rule judges ${fact.id}`);
  const record = factRecord(fact);
  const verdict = judgeHidden(record, context) ?? rule.judge(record, context);
  const { compatibility, reason = rule.reason, exception } = verdict;
  return {
    ...fact,
    compatibility,
    severity: exception?.severity ?? severityOf(compatibility),
    bump: exception?.bump ?? bumpFor(compatibility),
    reason: exception === undefined ? reason : `${reason} ${exception.because}`,
  };
}

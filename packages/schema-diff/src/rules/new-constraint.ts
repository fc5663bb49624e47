import type { Change, ChangeFact } from '../change.ts';
import type { RuleContext, Verdict } from './rule.ts';

/** For a new constraint: minor where a data check found no row that breaks it. */
export function unlessChecked(
  verdict: Verdict,
  { path }: ChangeFact,
  { checked }: RuleContext,
): Verdict {
  if (!checked.has(path)) return verdict;
  const bump: Change['bump'] = 'minor';
  const because = 'A data check found no row that breaks it.';
  return { ...verdict, exception: { bump, because } };
}

import type { SchemaModel } from '@schema-service/schema-model';
import type { Change, ChangeFactOf, ChangeId, ChangeOf } from './change.ts';
import { compareSchemas } from './compare/compare-schemas.ts';
import { bumpFor, severityOf } from './compatibility.ts';
import type { DiffOptions } from './diff-options.ts';
import { statedChecks, withoutDiffAnnotations } from './renames/annotations.ts';
import { resolveRenames } from './renames/resolve-renames.ts';
import { bridgedBy } from './rules/bridges.ts';
import { judgeHidden } from './rules/helpers/hidden.ts';
import type { RuleContext } from './rules/helpers/rule.ts';
import { indexSchema } from './rules/helpers/schema-index.ts';
import { rules } from './rules/rules.ts';

/**
 * Every difference between two schemas, with the verdict of its rule. Pure and
 * deterministic; empty exactly when the schemas and their comments are equal.
 *
 * A rename is one where the current schema says so (`/// @renamed from: oldName`),
 * where `options.renames` does, or where the database has one name for both; else
 * it is a removal and an addition. Everything else is stated in current names. See
 * {@link renameFindings} for statements that do not fit, and {@link likelyRenames}.
 */
export function diff(
  previous: SchemaModel,
  current: SchemaModel,
  { renames: answers, checked = [] }: DiffOptions = {},
): readonly Change[] {
  const { renames, renamed } = resolveRenames(previous, current, answers);
  const [before, after] = [withoutDiffAnnotations(renamed), withoutDiffAnnotations(current)];
  const facts = [...renames, ...compareSchemas(before, after)];
  const context: RuleContext = {
    previous: indexSchema(before),
    current: indexSchema(after),
    checked: new Set([...checked, ...statedChecks(current)]),
  };
  return facts.map((fact): Change => judge(fact, context));
}

/** The verdict on a fact: that of its rule, or that on what no client sees. */
function judge<Id extends ChangeId>(fact: ChangeFactOf<Id>, context: RuleContext): ChangeOf<Id> {
  const rule = rules[fact.id];
  const verdict = judgeHidden(fact.subject, context) ?? rule.judge(fact, context);
  const { compatibility, reason = rule.reason, exception } = verdict;
  return {
    ...fact,
    compatibility,
    bridged: bridgedBy(fact, context),
    severity: exception?.severity ?? severityOf(compatibility),
    bump: exception?.bump ?? bumpFor(compatibility),
    reason: exception === undefined ? reason : `${reason} ${exception.because}`,
  };
}

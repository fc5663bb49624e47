import type { SchemaModel } from '@schema-service/schema-model';
import { bumpFor, severityOf } from './assess.ts';
import type { Change, ChangeFact } from './change.ts';
import { compareSchemas } from './compare/compare-schemas.ts';
import type { DiffOptions } from './diff-options.ts';
import type { RuleContext } from './rules/rule.ts';
import { rules } from './rules/rules.ts';

/**
 * Every difference between two schemas, with the verdict of its rule. Pure and
 * deterministic; empty exactly when the schemas and their comments are equal.
 * Nothing is guessed: a renamed field is a removal and an addition.
 */
export function diff(
  previous: SchemaModel,
  current: SchemaModel,
  _options: DiffOptions = {},
): readonly Change[] {
  const context: RuleContext = { previous, current };
  return [...compareSchemas(previous, current)].map((fact) => judge(fact, context));
}

function judge(fact: ChangeFact, context: RuleContext): Change {
  const rule = rules.get(fact.id);
  if (rule === undefined) throw new Error(`No rule judges ${fact.id}`);
  const { compatibility, exception } = rule.judge(fact, context);
  return {
    ...fact,
    compatibility,
    severity: exception?.severity ?? severityOf(compatibility),
    bump: exception?.bump ?? bumpFor(compatibility),
    reason: exception === undefined ? rule.reason : `${rule.reason} ${exception.because}`,
  };
}

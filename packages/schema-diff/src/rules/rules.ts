import type { ChangeId } from '../change.ts';
import { defaultRules } from './default-rules.ts';
import { entityRules } from './entity-rules.ts';
import { enumRules } from './enum-rules.ts';
import { fieldRules } from './field-rules.ts';
import type { Rules } from './helpers/rule.ts';
import { keyRules } from './key-rules.ts';
import { relationRules } from './relation-rules.ts';
import { documentationChanged, schemaRules } from './schema-rules.ts';

/** Every rule, by the id of the facts it judges. */
export const rules: Rules<ChangeId> = {
  ...schemaRules,
  ...enumRules,
  ...entityRules,
  ...fieldRules,
  ...defaultRules,
  ...keyRules,
  ...relationRules,
  DOCUMENTATION_CHANGED: documentationChanged,
};

/** Every id, in the order of the rules. */
export const changeIds: readonly ChangeId[] = Object.keys(rules) as ChangeId[]; // The keys are complete by type.

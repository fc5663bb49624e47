import type { ChangeId } from '../change.ts';
import { defaultAdded } from './default-added.ts';
import { defaultChanged } from './default-changed.ts';
import { defaultRemoved } from './default-removed.ts';
import { documentationChanged } from './documentation-changed.ts';
import { enumAdded } from './enum-added.ts';
import { enumMappingChanged } from './enum-mapping-changed.ts';
import { enumNamespaceChanged } from './enum-namespace-changed.ts';
import { enumRemoved } from './enum-removed.ts';
import { enumRenamed } from './enum-renamed.ts';
import { enumValueAdded } from './enum-value-added.ts';
import { enumValueMappingChanged } from './enum-value-mapping-changed.ts';
import { enumValueRemoved } from './enum-value-removed.ts';
import { enumValueRenamed } from './enum-value-renamed.ts';
import { enumValuesReordered } from './enum-values-reordered.ts';
import { extensionAdded } from './extension-added.ts';
import { extensionChanged } from './extension-changed.ts';
import { extensionRemoved } from './extension-removed.ts';
import { fieldAdded } from './field-added.ts';
import { fieldIgnored } from './field-ignored.ts';
import { fieldListChanged } from './field-list-changed.ts';
import { fieldMadeOptional } from './field-made-optional.ts';
import { fieldMadeRequired } from './field-made-required.ts';
import { fieldMappingChanged } from './field-mapping-changed.ts';
import { fieldRemoved } from './field-removed.ts';
import { fieldRenamed } from './field-renamed.ts';
import { fieldTypeChanged } from './field-type-changed.ts';
import { fieldUnignored } from './field-unignored.ts';
import { fieldsReordered } from './fields-reordered.ts';
import { indexAdded } from './index-added.ts';
import { indexChanged } from './index-changed.ts';
import { indexMappingChanged } from './index-mapping-changed.ts';
import { indexRemoved } from './index-removed.ts';
import { modelAdded } from './model-added.ts';
import { modelIgnored } from './model-ignored.ts';
import { modelMappingChanged } from './model-mapping-changed.ts';
import { modelNamespaceChanged } from './model-namespace-changed.ts';
import { modelRemoved } from './model-removed.ts';
import { modelRenamed } from './model-renamed.ts';
import { modelUnignored } from './model-unignored.ts';
import { namespaceAdded } from './namespace-added.ts';
import { namespaceRemoved } from './namespace-removed.ts';
import { primaryKeyAdded } from './primary-key-added.ts';
import { primaryKeyChanged } from './primary-key-changed.ts';
import { primaryKeyMappingChanged } from './primary-key-mapping-changed.ts';
import { primaryKeyRemoved } from './primary-key-removed.ts';
import { relationActionChanged } from './relation-action-changed.ts';
import { relationAdded } from './relation-added.ts';
import { relationChanged } from './relation-changed.ts';
import { relationMappingChanged } from './relation-mapping-changed.ts';
import { relationModeChanged } from './relation-mode-changed.ts';
import { relationNameChanged } from './relation-name-changed.ts';
import { relationRemoved } from './relation-removed.ts';
import type { Rule } from './rule.ts';
import { uniqueAdded } from './unique-added.ts';
import { uniqueChanged } from './unique-changed.ts';
import { uniqueMappingChanged } from './unique-mapping-changed.ts';
import { uniqueRemoved } from './unique-removed.ts';
import { updatedAtAdded } from './updated-at-added.ts';
import { updatedAtRemoved } from './updated-at-removed.ts';
import { viewAdded } from './view-added.ts';
import { viewIgnored } from './view-ignored.ts';
import { viewMappingChanged } from './view-mapping-changed.ts';
import { viewNamespaceChanged } from './view-namespace-changed.ts';
import { viewRemoved } from './view-removed.ts';
import { viewRenamed } from './view-renamed.ts';
import { viewUnignored } from './view-unignored.ts';

/** Every rule, in the order of the ids. */
export const ruleList: readonly Rule[] = [
  relationModeChanged,
  extensionAdded,
  extensionRemoved,
  extensionChanged,
  namespaceAdded,
  namespaceRemoved,
  enumAdded,
  enumRemoved,
  enumRenamed,
  enumMappingChanged,
  enumNamespaceChanged,
  enumValueAdded,
  enumValueRemoved,
  enumValueRenamed,
  enumValueMappingChanged,
  enumValuesReordered,
  modelAdded,
  modelRemoved,
  modelRenamed,
  modelMappingChanged,
  modelNamespaceChanged,
  modelIgnored,
  modelUnignored,
  viewAdded,
  viewRemoved,
  viewRenamed,
  viewMappingChanged,
  viewNamespaceChanged,
  viewIgnored,
  viewUnignored,
  fieldAdded,
  fieldRemoved,
  fieldRenamed,
  fieldsReordered,
  fieldTypeChanged,
  fieldMadeRequired,
  fieldMadeOptional,
  fieldListChanged,
  fieldMappingChanged,
  fieldIgnored,
  fieldUnignored,
  updatedAtAdded,
  updatedAtRemoved,
  defaultAdded,
  defaultRemoved,
  defaultChanged,
  primaryKeyAdded,
  primaryKeyRemoved,
  primaryKeyChanged,
  primaryKeyMappingChanged,
  uniqueAdded,
  uniqueRemoved,
  uniqueChanged,
  uniqueMappingChanged,
  indexAdded,
  indexRemoved,
  indexChanged,
  indexMappingChanged,
  relationAdded,
  relationRemoved,
  relationChanged,
  relationActionChanged,
  relationNameChanged,
  relationMappingChanged,
  documentationChanged,
];

/** Every rule by the id of the facts it judges. */
export const rules: ReadonlyMap<ChangeId, Rule> = new Map(ruleList.map((rule) => [rule.id, rule]));

/** Every id, in the order of the rules. */
export const changeIds: readonly ChangeId[] = ruleList.map(({ id }) => id);

import type { ChangeId } from '../change-id.ts';
import { defaultChanged } from './default-changed.ts';
import { fieldAdded } from './field-added.ts';
import { fieldTypeChanged } from './field-type-changed.ts';
import { indexAdded } from './index-added.ts';
import { indexChanged } from './index-changed.ts';
import { relationAdded } from './relation-added.ts';
import { relationMappingChanged } from './relation-mapping-changed.ts';
import {
  always,
  answers,
  breaking,
  compatible,
  type Rule,
  unnoticed,
  type Verdict,
} from './rule.ts';
import { uniqueAdded } from './unique-added.ts';

const otherMeaning: Verdict = answers('depends', 'depends', 'depends', 'same');
const renamed: Verdict = answers('no', 'no', 'no', 'breaks');
const tableRenamed = 'Old clients ask for the table by its old name.';
const hidden = 'It is gone from the client.';
const shown = 'The client gains it; the database stays as it was.';

const ruleList: readonly Rule[] = [
  always(
    'RELATION_MODE_CHANGED',
    otherMeaning,
    'Foreign keys come or go in the database, and with them what it refuses.',
  ),
  always('EXTENSION_ADDED', unnoticed, 'Nothing uses it yet.'),
  always('EXTENSION_REMOVED', unnoticed, 'What used it has a change of its own.'),
  always('EXTENSION_CHANGED', unnoticed, 'What uses it stays.'),
  always('NAMESPACE_ADDED', unnoticed, 'Nothing lives in it yet.'),
  always('NAMESPACE_REMOVED', unnoticed, 'What lived in it has a change of its own.'),
  always('ENUM_ADDED', compatible, 'Nothing uses it yet.'),
  always('ENUM_REMOVED', breaking, 'Code that names the enum no longer compiles.'),
  always('ENUM_RENAMED', renamed, 'Its name is another.'),
  always('ENUM_MAPPING_CHANGED', breaking, 'Clients cast parameters to the type by its name.'),
  always('ENUM_NAMESPACE_CHANGED', breaking, 'Clients cast parameters to the type by its name.'),
  always('ENUM_VALUE_ADDED', otherMeaning, 'Old clients fail when they read the new value.'),
  always('ENUM_VALUE_REMOVED', breaking, 'Old clients still write it.'),
  always('ENUM_VALUE_RENAMED', renamed, 'Its name is another.'),
  always('ENUM_VALUE_MAPPING_CHANGED', breaking, 'Old clients write and expect the old spelling.'),
  always(
    'ENUM_VALUES_REORDERED',
    { ...otherMeaning, exception: { bump: 'minor', because: 'Only an order is another.' } },
    'PostgreSQL sorts and compares by this order.',
  ),
  always('MODEL_ADDED', compatible, 'Old clients do not know it.'),
  always('MODEL_REMOVED', breaking, 'Old clients still read and write it.'),
  always('MODEL_RENAMED', renamed, 'Its name is another.'),
  always('MODEL_MAPPING_CHANGED', breaking, tableRenamed),
  always('MODEL_NAMESPACE_CHANGED', breaking, tableRenamed),
  always('MODEL_IGNORED', breaking, hidden),
  always('MODEL_UNIGNORED', compatible, shown),
  always('VIEW_ADDED', compatible, 'Old clients do not know it.'),
  always('VIEW_REMOVED', breaking, 'Old clients still read it.'),
  always('VIEW_RENAMED', renamed, 'Its name is another.'),
  always('VIEW_MAPPING_CHANGED', breaking, tableRenamed),
  always('VIEW_NAMESPACE_CHANGED', breaking, tableRenamed),
  always('VIEW_IGNORED', breaking, hidden),
  always('VIEW_UNIGNORED', compatible, shown),
  fieldAdded,
  always('FIELD_REMOVED', breaking, 'Old clients select it by name.'),
  always('FIELD_RENAMED', renamed, 'Its name is another.'),
  always('FIELDS_REORDERED', unnoticed, 'Clients ask for columns by name.'),
  fieldTypeChanged,
  always('FIELD_MADE_REQUIRED', breaking, 'Nulls that old clients write are refused.'),
  always('FIELD_MADE_OPTIONAL', breaking, 'Old clients read a null where they expect none.'),
  always('FIELD_LIST_CHANGED', breaking, 'One value and many have different types.'),
  always('FIELD_MAPPING_CHANGED', breaking, 'Old clients select the column by its old name.'),
  always('FIELD_IGNORED', breaking, hidden),
  always('FIELD_UNIGNORED', compatible, shown),
  always(
    'UPDATED_AT_ADDED',
    compatible,
    'The client may leave it out now; old clients still set it.',
  ),
  always('UPDATED_AT_REMOVED', breaking, 'The client must set it now.'),
  always('DEFAULT_ADDED', compatible, 'It may be left out now; old clients still set it.'),
  always('DEFAULT_REMOVED', breaking, 'Inserts that leave it out fail.'),
  defaultChanged,
  always('PRIMARY_KEY_ADDED', breaking, 'Writes that repeat a key fail.'),
  always('PRIMARY_KEY_REMOVED', breaking, 'Lookups and upserts by it are gone.'),
  always('PRIMARY_KEY_CHANGED', breaking, 'Lookups and upserts use the old key.'),
  always('PRIMARY_KEY_MAPPING_CHANGED', unnoticed, "A constraint's name only shows in errors."),
  uniqueAdded,
  always('UNIQUE_REMOVED', breaking, 'Lookups and upserts by it are gone.'),
  always('UNIQUE_CHANGED', breaking, 'Lookups and upserts use the old key.'),
  always('UNIQUE_MAPPING_CHANGED', unnoticed, "A constraint's name only shows in errors."),
  indexAdded,
  always('INDEX_REMOVED', unnoticed, 'Answers stay the same; only speed changes.'),
  indexChanged,
  always('INDEX_MAPPING_CHANGED', unnoticed, 'No client names an index.'),
  relationAdded,
  always('RELATION_REMOVED', breaking, 'Code that follows it no longer compiles.'),
  always('RELATION_CHANGED', breaking, 'It leads elsewhere, or to another number of rows.'),
  always(
    'RELATION_ACTION_CHANGED',
    otherMeaning,
    'Deletes and key updates of old clients do something else.',
  ),
  always(
    'RELATION_NAME_CHANGED',
    unnoticed,
    'Only the schema uses it; a join table it names has a change of its own.',
  ),
  relationMappingChanged,
  always('DOCUMENTATION_CHANGED', unnoticed, 'Comments only.'),
];

/** Every rule by the id of the facts it judges. */
export const rules: ReadonlyMap<ChangeId, Rule> = new Map(ruleList.map((rule) => [rule.id, rule]));

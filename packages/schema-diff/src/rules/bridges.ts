import type { ForeignKeyRelation, PrimaryKey } from '@schema-service/schema-model';
import type { ChangeFactOf, ChangeId } from '../change.ts';
import type { Bridged } from '../compatibility.ts';
import { isTolerant } from './enum-rules.ts';
import type { RuleContext } from './helpers/rule.ts';
import type { SchemaIndex } from './helpers/schema-index.ts';
import {
  areBeyondOldClients,
  canBeLeftOut,
  isSameNamespace,
  renamedOnlyInClient,
} from './helpers/shared-verdicts.ts';
import { holdsBackOldClients } from './relation-rules.ts';
import { ofEnum, ofList, ofNulls, ofType } from './second-columns.ts';

/**
 * By what clients of the previous version go on beside those of the current one, on a database where each
 * version has views of its own. `@schema-service/coexistence` makes them, and its tests hold these answers.
 */
export function bridgedBy<Id extends ChangeId>(
  fact: ChangeFactOf<Id>,
  context: RuleContext,
): Bridged {
  const bridge: Bridge<Id> | undefined = bridges[fact.id];
  return bridge?.(fact, context) ?? 'views';
}

type Bridge<Id extends ChangeId> = (fact: ChangeFactOf<Id>, context: RuleContext) => Bridged;

/** Of what is not here, views are enough. */
const bridges: { readonly [Id in ChangeId]?: Bridge<Id> } = {
  // What is no more refused for new clients would be refused for old ones.
  RELATION_MODE_CHANGED: ({ current }) => (current === 'prisma' ? 'views' : 'no'),

  // Clients name the type, so that another one is a column of its own.
  ENUM_RENAMED: (fact, context) =>
    renamedOnlyInClient(fact) ? 'views' : ofEnum(fact.subject.name, context),
  ENUM_MAPPING_CHANGED: ({ subject }, context) => ofEnum(subject.name, context),
  ENUM_NAMESPACE_CHANGED: (fact, context) =>
    isSameNamespace(fact) ? 'views' : ofEnum(fact.subject.name, context),
  ENUM_VALUE_ADDED: ({ subject }, context) =>
    isTolerant(context.previous.enum(subject.enum)) ? 'views' : ofEnum(subject.enum, context),
  ENUM_VALUE_REMOVED: ({ subject }, context) => ofEnum(subject.enum, context),
  ENUM_VALUE_RENAMED: (fact, context) =>
    renamedOnlyInClient(fact) ? 'views' : ofEnum(fact.subject.enum, context),
  ENUM_VALUE_MAPPING_CHANGED: ({ subject }, context) => ofEnum(subject.enum, context),
  ENUM_VALUES_REORDERED: ({ subject }, context) => ofEnum(subject.name, context),

  // Clients ask for the table in a schema that the version's own cannot stand for.
  MODEL_NAMESPACE_CHANGED: (fact) => (isSameNamespace(fact) ? 'views' : 'no'),
  VIEW_NAMESPACE_CHANGED: (fact) => (isSameNamespace(fact) ? 'views' : 'no'),

  FIELD_ADDED: ({ subject, current: field }) => {
    if (field.kind === 'relation' || subject.owner === 'view') return 'views';
    return canBeLeftOut(field) ? 'views' : 'fill';
  },
  FIELD_REMOVED: ({ subject, previous: field }) => {
    if (field.kind === 'relation' || subject.owner === 'view') return 'views';
    return canBeLeftOut(field) ? 'views' : 'fill';
  },
  FIELD_TYPE_CHANGED: ({ subject }, context) => ofType(subject, context),
  FIELD_LIST_CHANGED: ({ subject }, context) => ofList(subject, context),
  FIELD_MADE_REQUIRED: ({ subject }, context) => ofNulls(subject, context),
  FIELD_MADE_OPTIONAL: ({ subject }, context) => ofNulls(subject, context),

  // A key is of the rows, whoever writes them.
  PRIMARY_KEY_ADDED: ({ subject, current }, { previous }) =>
    subject.owner === 'view' || isUniqueIn(previous, subject.entity, current) ? 'views' : 'no',
  PRIMARY_KEY_CHANGED: ({ subject, previous, current }) =>
    subject.owner === 'view' || sameColumns(previous, current) ? 'views' : 'no',
  UNIQUE_ADDED: ({ subject }, context) =>
    subject.owner === 'view' || areBeyondOldClients(subject.entity, subject.fields, context)
      ? 'views'
      : 'no',
  UNIQUE_CHANGED: ({ subject, previous, current }) =>
    subject.owner === 'view' || sameColumns(previous, current) ? 'views' : 'no',
  INDEX_ADDED: ({ subject, current }, context) =>
    !current.isUnique || areBeyondOldClients(subject.entity, subject.fields, context)
      ? 'views'
      : 'no',
  INDEX_CHANGED: ({ current }) => (current.isUnique ? 'no' : 'views'),
  RELATION_ADDED: ({ current }, context) =>
    current.kind === 'foreignKey' && holdsOldClients(current, context) ? 'no' : 'views',
  RELATION_CHANGED: ({ previous, current }, { current: { schema } }) => {
    if (!('fields' in previous && 'fields' in current)) return 'views';
    if (schema.relationMode === 'prisma') return 'views';
    const key = ({ from, to, fields, references }: typeof current): string =>
      JSON.stringify([from.entity, fields, to.entity, references]);
    return key(previous) === key(current) ? 'views' : 'no';
  },
};

function isUniqueIn(schema: SchemaIndex, entity: string, key: PrimaryKey): boolean {
  return schema.entity(entity)?.uniques.some((one) => sameColumns(one, key)) === true;
}

type KeyFields = Pick<PrimaryKey, 'fields'>;

function sameColumns(one: KeyFields, other: KeyFields): boolean {
  const [columns, others] = [one, other].map(({ fields }) =>
    fields
      .map(({ name }) => name)
      .sort()
      .join(),
  );
  return columns === others;
}

/** Whether a foreign key refuses what old clients write or delete. */
function holdsOldClients(relation: ForeignKeyRelation, context: RuleContext): boolean {
  if (context.current.schema.relationMode === 'prisma') return false;
  return (
    !areBeyondOldClients(relation.from.entity, relation.fields, context) ||
    holdsBackOldClients(relation, context)
  );
}

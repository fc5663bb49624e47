import { columnsOf, type ForeignKeyRelation, type PrimaryKey } from '@schema-service/schema-model';
import type { ChangeFactOf, ChangeId, SubjectOf } from '../change.ts';
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
    renamedOnlyInClient(fact) ? 'views' : otherType(fact.subject.name, context),
  ENUM_MAPPING_CHANGED: ({ subject }, context) => otherType(subject.name, context),
  ENUM_NAMESPACE_CHANGED: (fact, context) =>
    isSameNamespace(fact) ? 'views' : otherType(fact.subject.name, context),
  ENUM_VALUE_ADDED: ({ subject }, context) =>
    isTolerant(context.previous.enum(subject.enum)) ? 'views' : otherType(subject.enum, context),
  ENUM_VALUE_REMOVED: ({ subject }, context) => otherType(subject.enum, context),
  ENUM_VALUE_RENAMED: (fact, context) =>
    renamedOnlyInClient(fact) ? 'views' : otherType(fact.subject.enum, context),
  ENUM_VALUE_MAPPING_CHANGED: ({ subject }, context) => otherType(subject.enum, context),
  ENUM_VALUES_REORDERED: ({ subject }, context) => otherType(subject.name, context),

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
  FIELD_TYPE_CHANGED: ({ subject, current: type }, context) => {
    if (type.kind === 'relation' || subject.owner === 'view') return 'views';
    return isCountedAnew(subject, context) ? 'no' : ofColumn(subject, context);
  },
  FIELD_LIST_CHANGED: ({ subject }, context) =>
    isRelation(subject, context) || subject.owner === 'view' ? 'views' : 'twin',
  FIELD_MADE_REQUIRED: ({ subject }, context) => otherNulls(subject, context),
  FIELD_MADE_OPTIONAL: ({ subject }, context) => otherNulls(subject, context),

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

/** Columns of another type of PostgreSQL. */
function otherType(name: string, context: RuleContext): Bridged {
  const columns = context.previous.schema.models.flatMap((model) =>
    columnsOf(model)
      .filter((field) => field.kind === 'enum' && field.type === name)
      .map((field) => ({ entity: model.name, name: field.name })),
  );
  return columns.every((column) => ofColumn(column, context) === 'twin') ? 'twin' : 'no';
}

/** Both sides of a foreign key have a second column, if both versions have the key. */
function ofColumn(column: Column, { previous, current }: RuleContext): Bridged {
  const [before, after] = [previous, current].map((schema) => referencesOf(schema, column));
  if (before?.length === 0 && after?.length === 0) return 'twin';
  return after?.some((reference) => before?.includes(reference)) ? 'twin' : 'no';
}

/** Rows that are there have no numbers that could be counted on from. */
const isCountedAnew = (column: Column, { previous, current }: RuleContext): boolean =>
  isCounted(current, column) && !isCounted(previous, column);

function isCounted(schema: SchemaIndex, column: Column): boolean {
  const field = schema.field(column);
  return (
    field !== undefined && field.kind !== 'relation' && field.default?.kind === 'autoincrement'
  );
}

function otherNulls(subject: SubjectOf<'field'>, context: RuleContext): Bridged {
  if (isRelation(subject, context) || subject.owner === 'view') return 'views';
  return isInKey(subject, context) ? 'no' : 'twin';
}

type Column = Pick<SubjectOf<'field'>, 'entity' | 'name'>;

const isRelation = (subject: Column, { current }: RuleContext): boolean =>
  current.field(subject)?.kind === 'relation';

const isInKey = (column: Column, { previous, current }: RuleContext): boolean =>
  isKeyOf(previous, column) || isKeyOf(current, column);

/** Whether rows are known by the column: it is in the primary key, others refer to it, or a sequence counts it. */
function isKeyOf(schema: SchemaIndex, column: Column): boolean {
  const { entity, name } = column;
  return (
    isCounted(schema, column) ||
    schema.entity(entity)?.primaryKey?.fields.some((one) => one.name === name) === true ||
    foreignKeysOf(schema).some(
      ({ to, references }) => to.entity === entity && references.includes(name),
    )
  );
}

/** What the foreign keys that a column is in refer to by it, and by what else. */
const referencesOf = (schema: SchemaIndex, { entity, name }: Column): readonly string[] =>
  foreignKeysOf(schema)
    .filter(({ from, fields }) => from.entity === entity && fields.includes(name))
    .map(({ to, fields, references }) => JSON.stringify([to.entity, fields, references]));

const foreignKeysOf = ({ schema }: SchemaIndex): readonly ForeignKeyRelation[] =>
  schema.relationMode === 'prisma'
    ? []
    : schema.relations.filter((relation) => relation.kind === 'foreignKey');

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

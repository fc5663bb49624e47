import type { ChangeId, ChangeOf, FieldType, SubjectOf } from '@schema-service/schema-diff';
import type {
  Field,
  Model,
  SchemaModel,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import { type ClientCode, clientCode, editOf, type ServiceEdit } from './client-code.ts';

/** The schemas that changes lie between. */
export interface ChangedSchemas {
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
}

/** The schemas with what services write about them. */
interface Sides extends ChangedSchemas {
  readonly was: ClientCode;
  readonly now: ClientCode;
}

type EditOf<Id extends ChangeId> = (change: ChangeOf<Id>, sides: Sides) => ServiceEdit;

/** What a service that uses the changed thing edits; nothing where its code stays as it is. Pure. */
export function serviceEdit<Id extends ChangeId>(
  change: ChangeOf<Id>,
  schemas: ChangedSchemas,
): ServiceEdit {
  // The change's own id chooses the function: TypeScript does not see that both are of one id.
  const edit = edits[change.id] as EditOf<Id> | null;
  const sides: Sides = {
    ...schemas,
    was: clientCode(schemas.previous),
    now: clientCode(schemas.current),
  };
  return edit?.(change, sides) ?? {};
}

/** By every kind of change: what code of a service has to be another, if any. */
const edits: { readonly [Id in ChangeId]: EditOf<Id> | null } = {
  RELATION_MODE_CHANGED: null,
  EXTENSION_ADDED: null,
  EXTENSION_REMOVED: null,
  EXTENSION_CHANGED: null,
  NAMESPACE_ADDED: null,
  NAMESPACE_REMOVED: null,
  ENUM_ADDED: null,
  ENUM_REMOVED: ({ previous }, { was }) =>
    editOf(previous.values.slice(0, 1).map(({ name }) => was.value(previous.name, name))),
  ENUM_RENAMED: ({ subject, previous, current }, { current: schema, was, now }) => {
    const value = schema.enums.find(({ name }) => name === subject.name)?.values[0]?.name;
    if (value === undefined) return {};
    return editOf([was.value(previous.name, value)], [now.value(current.name, value)]);
  },
  ENUM_MAPPING_CHANGED: null,
  ENUM_NAMESPACE_CHANGED: null,
  ENUM_VALUE_ADDED: ({ subject }, { now }) => editOf([], [now.case(subject.enum, subject.name)]),
  ENUM_VALUE_REMOVED: ({ subject }, { was }) => editOf([was.value(subject.enum, subject.name)]),
  ENUM_VALUE_RENAMED: ({ subject, previous, current }, { was, now }) =>
    editOf([was.value(subject.enum, previous.name)], [now.value(subject.enum, current.name)]),
  ENUM_VALUE_MAPPING_CHANGED: null,
  ENUM_VALUES_REORDERED: null,
  MODEL_ADDED: null,
  MODEL_REMOVED: ({ previous }, { was }) =>
    previous.isIgnored ? {} : editOf([was.list(previous.name)]),
  MODEL_RENAMED: ({ previous, current }, { was, now }) =>
    editOf([was.list(previous.name)], [now.list(current.name)]),
  MODEL_MAPPING_CHANGED: null,
  MODEL_NAMESPACE_CHANGED: null,
  MODEL_IGNORED: ({ subject }, { was }) => editOf([was.list(subject.name)]),
  MODEL_UNIGNORED: null,
  VIEW_ADDED: null,
  VIEW_REMOVED: ({ previous }, { was }) =>
    previous.isIgnored ? {} : editOf([was.list(previous.name)]),
  VIEW_RENAMED: ({ previous, current }, { was, now }) =>
    editOf([was.list(previous.name)], [now.list(current.name)]),
  VIEW_MAPPING_CHANGED: null,
  VIEW_NAMESPACE_CHANGED: null,
  VIEW_IGNORED: ({ subject }, { was }) => editOf([was.list(subject.name)]),
  VIEW_UNIGNORED: null,
  FIELD_ADDED: ({ subject, current }, sides) => supplied(subject, current, sides),
  FIELD_REMOVED: ({ subject, previous }, sides) => removed(subject, previous, sides),
  FIELD_RENAMED: ({ subject, previous, current }, { current: schema, was, now }) => {
    const field = fieldOf(schema, subject);
    if (field === undefined || field.isIgnored || field.kind === 'unsupported') return {};
    const { entity, owner } = subject;
    if (field.kind === 'relation') {
      return editOf([was.include(entity, previous.name)], [now.include(entity, current.name)]);
    }
    const codes = (side: ClientCode, name: string) => [
      side.read(entity, name),
      owner === 'model' ? side.create(entity, name) : undefined,
    ];
    return editOf(codes(was, previous.name), codes(now, current.name));
  },
  FIELDS_REORDERED: null,
  FIELD_TYPE_CHANGED: ({ subject, previous, current }, { current: schema, was, now }) => {
    const field = fieldOf(schema, subject);
    if (field === undefined || field.isIgnored) return {};
    const read = (side: ClientCode, type: FieldType) =>
      side.typedRead(subject.entity, field.name, type, field.arity);
    const before = read(was, previous);
    // What a client did not show before needs no edit.
    return before === undefined ? {} : editOf([before], [read(now, current)]);
  },
  FIELD_MADE_REQUIRED: ({ subject }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    return field === undefined ? {} : supplied(subject, field, schemas);
  },
  FIELD_MADE_OPTIONAL: ({ subject, previous, current }, sides) =>
    retyped(subject, previous, current, sides),
  FIELD_LIST_CHANGED: ({ subject, previous, current }, sides) =>
    retyped(subject, previous, current, sides),
  FIELD_MAPPING_CHANGED: null,
  FIELD_IGNORED: ({ subject }, sides) => {
    const field = fieldOf(sides.current, subject);
    return field === undefined ? {} : removed(subject, { ...field, isIgnored: false }, sides);
  },
  FIELD_UNIGNORED: ({ subject }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    return field === undefined ? {} : supplied(subject, field, schemas);
  },
  UPDATED_AT_ADDED: null,
  UPDATED_AT_REMOVED: ({ subject }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    return field === undefined ? {} : supplied(subject, field, schemas);
  },
  DEFAULT_ADDED: null,
  DEFAULT_REMOVED: ({ subject }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    return field === undefined ? {} : supplied(subject, field, schemas);
  },
  DEFAULT_CHANGED: null,
  PRIMARY_KEY_ADDED: null,
  PRIMARY_KEY_REMOVED: ({ subject, previous }, sides) => lookedUp(subject.entity, previous, sides),
  PRIMARY_KEY_CHANGED: ({ subject, previous }, sides) => lookedUp(subject.entity, previous, sides),
  PRIMARY_KEY_MAPPING_CHANGED: null,
  UNIQUE_ADDED: null,
  UNIQUE_REMOVED: ({ subject, previous }, sides) => lookedUp(subject.entity, previous, sides),
  UNIQUE_CHANGED: ({ subject, previous }, sides) => lookedUp(subject.entity, previous, sides),
  UNIQUE_MAPPING_CHANGED: null,
  INDEX_ADDED: null,
  INDEX_REMOVED: null,
  INDEX_CHANGED: null,
  INDEX_MAPPING_CHANGED: null,
  // A relation's fields have changes of their own.
  RELATION_ADDED: null,
  RELATION_REMOVED: null,
  RELATION_CHANGED: null,
  RELATION_ACTION_CHANGED: null,
  RELATION_NAME_CHANGED: null,
  RELATION_MAPPING_CHANGED: null,
  DOCUMENTATION_CHANGED: null,
};

/** A field that no client shows any more. */
function removed({ entity }: SubjectOf<'field'>, field: Field, { was, now }: Sides): ServiceEdit {
  if (field.isIgnored || field.kind === 'unsupported') return {};
  if (field.kind === 'relation') {
    return editOf([was.include(entity, field.name)], [now.list(entity)]);
  }
  return editOf([was.read(entity, field.name)]);
}

/** A field without which no row can be created now. */
function supplied(
  { entity, owner }: SubjectOf<'field'>,
  field: Field,
  { current, was, now }: Sides,
): ServiceEdit {
  if (owner === 'view' || entityOf(current, entity)?.isIgnored !== false) return {};
  if (field.isIgnored || (field.kind !== 'scalar' && field.kind !== 'enum')) return {};
  const isLeftOut = field.arity !== 'required' || field.default !== undefined || field.isUpdatedAt;
  return isLeftOut ? {} : editOf([was.create(entity)], [now.create(entity, field.name)]);
}

/** A field that reads as another type, because it may be missing, or is a list. */
function retyped(
  subject: SubjectOf<'field'>,
  previous: Field['arity'],
  current: Field['arity'],
  { current: schema, was, now }: Sides,
): ServiceEdit {
  const field = fieldOf(schema, subject);
  if (field === undefined || field.isIgnored) return {};
  if (field.kind !== 'scalar' && field.kind !== 'enum') return {};
  const read = (side: ClientCode, arity: Field['arity']) =>
    side.typedRead(subject.entity, field.name, field, arity);
  return editOf([read(was, previous)], [read(now, current)]);
}

/** A key that rows were looked up by: another may have its fields, and else they are no key any more. */
function lookedUp(
  entity: string,
  key: Pick<UniqueConstraint, 'name' | 'fields'>,
  { current, was, now }: Sides,
): ServiceEdit {
  const found = entityOf(current, entity);
  if (found === undefined || found.isIgnored) return {};
  const names = ({ fields }: Pick<UniqueConstraint, 'fields'>): string =>
    fields.map(({ name }) => name).join();
  const keys = [...(found.primaryKey ? [found.primaryKey] : []), ...found.uniques];
  const same = keys.filter((other) => names(other) === names(key));
  const other = same.find(({ name }) => name === key.name) ?? same[0];
  if (other !== undefined) return editOf([was.unique(entity, key)], [now.unique(entity, other)]);
  const isThere = key.fields.every(({ name }) => found.fields.some((field) => field.name === name));
  return editOf([was.unique(entity, key)], isThere ? [now.first(entity, key)] : []);
}

function entityOf(schema: SchemaModel, name: string): Model | View | undefined {
  return [...schema.models, ...schema.views].find((entity) => entity.name === name);
}

function fieldOf(schema: SchemaModel, { entity, name }: SubjectOf<'field'>): Field | undefined {
  return entityOf(schema, entity)?.fields.find((field) => field.name === name);
}

import type { ChangeId, ChangeOf, FieldType, SubjectOf } from '@schema-service/schema-diff';
import type {
  Field,
  Model,
  SchemaModel,
  UniqueConstraint,
  View,
} from '@schema-service/schema-model';
import {
  caseCode,
  createCode,
  editOf,
  firstCode,
  includeCode,
  listCode,
  readCode,
  type ServiceEdit,
  typedReadCode,
  uniqueCode,
  valueCode,
} from './client-code.ts';

/** The schemas that changes lie between. */
export interface ChangedSchemas {
  readonly previous: SchemaModel;
  readonly current: SchemaModel;
}

type EditOf<Id extends ChangeId> = (change: ChangeOf<Id>, schemas: ChangedSchemas) => ServiceEdit;

/** What a service that uses the changed thing edits; nothing where its code stays as it is. Pure. */
export function serviceEdit<Id extends ChangeId>(
  change: ChangeOf<Id>,
  schemas: ChangedSchemas,
): ServiceEdit {
  // The change's own id chooses the function: TypeScript does not see that both are of one id.
  const edit = edits[change.id] as EditOf<Id> | null;
  return edit?.(change, schemas) ?? {};
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
  ENUM_REMOVED: ({ previous }) =>
    editOf(previous.values.slice(0, 1).map(({ name }) => valueCode(previous.name, name))),
  ENUM_RENAMED: ({ subject, previous, current }, { current: schema }) => {
    const value = schema.enums.find(({ name }) => name === subject.name)?.values[0]?.name;
    if (value === undefined) return {};
    return editOf([valueCode(previous.name, value)], [valueCode(current.name, value)]);
  },
  ENUM_MAPPING_CHANGED: null,
  ENUM_NAMESPACE_CHANGED: null,
  ENUM_VALUE_ADDED: ({ subject }) => editOf([], [caseCode(subject.enum, subject.name)]),
  ENUM_VALUE_REMOVED: ({ subject }) => editOf([valueCode(subject.enum, subject.name)]),
  ENUM_VALUE_RENAMED: ({ subject, previous, current }) =>
    editOf([valueCode(subject.enum, previous.name)], [valueCode(subject.enum, current.name)]),
  ENUM_VALUE_MAPPING_CHANGED: null,
  ENUM_VALUES_REORDERED: null,
  MODEL_ADDED: null,
  MODEL_REMOVED: ({ previous }) => (previous.isIgnored ? {} : editOf([listCode(previous.name)])),
  MODEL_RENAMED: ({ previous, current }) =>
    editOf([listCode(previous.name)], [listCode(current.name)]),
  MODEL_MAPPING_CHANGED: null,
  MODEL_NAMESPACE_CHANGED: null,
  MODEL_IGNORED: ({ subject }) => editOf([listCode(subject.name)]),
  MODEL_UNIGNORED: null,
  VIEW_ADDED: null,
  VIEW_REMOVED: ({ previous }) => (previous.isIgnored ? {} : editOf([listCode(previous.name)])),
  VIEW_RENAMED: ({ previous, current }) =>
    editOf([listCode(previous.name)], [listCode(current.name)]),
  VIEW_MAPPING_CHANGED: null,
  VIEW_NAMESPACE_CHANGED: null,
  VIEW_IGNORED: ({ subject }) => editOf([listCode(subject.name)]),
  VIEW_UNIGNORED: null,
  FIELD_ADDED: ({ subject, current }, schemas) => supplied(subject, current, schemas),
  FIELD_REMOVED: ({ subject, previous }) => removed(subject, previous),
  FIELD_RENAMED: ({ subject, previous, current }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    if (field === undefined || field.isIgnored || field.kind === 'unsupported') return {};
    const { entity, owner } = subject;
    if (field.kind === 'relation') {
      return editOf([includeCode(entity, previous.name)], [includeCode(entity, current.name)]);
    }
    const codes = (name: string) => [
      readCode(entity, name),
      owner === 'model' ? createCode(entity, name) : undefined,
    ];
    return editOf(codes(previous.name), codes(current.name));
  },
  FIELDS_REORDERED: null,
  FIELD_TYPE_CHANGED: ({ subject, previous, current }, { current: schema }) => {
    const field = fieldOf(schema, subject);
    if (field === undefined || field.isIgnored) return {};
    const read = (type: FieldType) => typedReadCode(subject.entity, field.name, type, field.arity);
    // What a client did not show before needs no edit.
    return read(previous) === undefined ? {} : editOf([read(previous)], [read(current)]);
  },
  FIELD_MADE_REQUIRED: ({ subject }, schemas) => {
    const field = fieldOf(schemas.current, subject);
    return field === undefined ? {} : supplied(subject, field, schemas);
  },
  FIELD_MADE_OPTIONAL: ({ subject, previous, current }, { current: schema }) =>
    retyped(fieldOf(schema, subject), subject, previous, current),
  FIELD_LIST_CHANGED: ({ subject, previous, current }, { current: schema }) =>
    retyped(fieldOf(schema, subject), subject, previous, current),
  FIELD_MAPPING_CHANGED: null,
  FIELD_IGNORED: ({ subject }, { current }) => {
    const field = fieldOf(current, subject);
    return field === undefined ? {} : removed(subject, { ...field, isIgnored: false });
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
  PRIMARY_KEY_REMOVED: ({ subject, previous }, { current }) =>
    lookedUp(subject.entity, previous, current),
  PRIMARY_KEY_CHANGED: ({ subject, previous }, { current }) =>
    lookedUp(subject.entity, previous, current),
  PRIMARY_KEY_MAPPING_CHANGED: null,
  UNIQUE_ADDED: null,
  UNIQUE_REMOVED: ({ subject, previous }, { current }) =>
    lookedUp(subject.entity, previous, current),
  UNIQUE_CHANGED: ({ subject, previous }, { current }) =>
    lookedUp(subject.entity, previous, current),
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
function removed({ entity }: SubjectOf<'field'>, field: Field): ServiceEdit {
  if (field.isIgnored || field.kind === 'unsupported') return {};
  if (field.kind === 'relation') {
    return editOf([includeCode(entity, field.name)], [listCode(entity)]);
  }
  return editOf([readCode(entity, field.name)]);
}

/** A field without which no row can be created now. */
function supplied(
  { entity, owner }: SubjectOf<'field'>,
  field: Field,
  { current }: ChangedSchemas,
): ServiceEdit {
  if (owner === 'view' || entityOf(current, entity)?.isIgnored !== false) return {};
  if (field.isIgnored || (field.kind !== 'scalar' && field.kind !== 'enum')) return {};
  const isLeftOut = field.arity !== 'required' || field.default !== undefined || field.isUpdatedAt;
  return isLeftOut ? {} : editOf([createCode(entity)], [createCode(entity, field.name)]);
}

/** A field that reads as another type, because it may be missing, or is a list. */
function retyped(
  field: Field | undefined,
  { entity }: SubjectOf<'field'>,
  previous: Field['arity'],
  current: Field['arity'],
): ServiceEdit {
  if (field === undefined || field.isIgnored) return {};
  if (field.kind !== 'scalar' && field.kind !== 'enum') return {};
  const read = (arity: Field['arity']) => typedReadCode(entity, field.name, field, arity);
  return editOf([read(previous)], [read(current)]);
}

/** A key that rows were looked up by: another may have its fields, and else they are no key any more. */
function lookedUp(
  entity: string,
  key: Pick<UniqueConstraint, 'name' | 'fields'>,
  schema: SchemaModel,
): ServiceEdit {
  const found = entityOf(schema, entity);
  if (found === undefined || found.isIgnored) return {};
  const names = ({ fields }: Pick<UniqueConstraint, 'fields'>): string =>
    fields.map(({ name }) => name).join();
  const keys = [...(found.primaryKey ? [found.primaryKey] : []), ...found.uniques];
  const same = keys.filter((other) => names(other) === names(key));
  const now = same.find(({ name }) => name === key.name) ?? same[0];
  if (now !== undefined) return editOf([uniqueCode(entity, key)], [uniqueCode(entity, now)]);
  const isThere = key.fields.every(({ name }) => found.fields.some((field) => field.name === name));
  return editOf([uniqueCode(entity, key)], isThere ? [firstCode(entity, key)] : []);
}

function entityOf(schema: SchemaModel, name: string): Model | View | undefined {
  return [...schema.models, ...schema.views].find((entity) => entity.name === name);
}

function fieldOf(schema: SchemaModel, { entity, name }: SubjectOf<'field'>): Field | undefined {
  return entityOf(schema, entity)?.fields.find((field) => field.name === name);
}

import type {
  Field,
  Index,
  PrimaryKey,
  Relation,
  SchemaModel,
  UniqueConstraint,
} from '@schema-service/schema-model';
import type { ChangeFact, ChangeFactOf, ChangeId, FieldType } from '../change.ts';
import { withoutDiffAnnotations } from '../renames/annotations.ts';
import { renamesIn } from '../renames/renames-in.ts';
import { underCurrentNames } from '../renames/under-current-names.ts';
import {
  completed,
  createDraft,
  editColumn,
  editEntity,
  editEnum,
  editField,
  editRelation,
  editValue,
  relationAt,
  type SchemaDraft,
} from './draft.ts';

/**
 * What a list of changes makes of the schema that it starts from: for two schemas
 * and the `diff` between them it gives the {@link comparableSchema} of the second.
 * It shows that a list is complete.
 */
export function applyChanges(previous: SchemaModel, changes: readonly ChangeFact[]): SchemaModel {
  const renamed = underCurrentNames(previous, renamesIn(changes), { databaseNames: 'follow' });
  const draft = createDraft(renamed);
  for (const change of changes) apply(draft, change);
  return comparableSchema(completed(draft));
}

/**
 * A schema without where it stands in its files and without rename annotations: what
 * `diff` compares, and `applyChanges` gives.
 */
export function comparableSchema(schema: SchemaModel): SchemaModel {
  const text = JSON.stringify(withoutDiffAnnotations(schema), (key, value) =>
    key === 'location' ? undefined : value,
  );
  return JSON.parse(text) as SchemaModel; // It is plain data, and loses only what is optional.
}

type Apply<Id extends ChangeId> = (draft: SchemaDraft, fact: ChangeFactOf<Id>) => void;

function apply<Id extends ChangeId>(draft: SchemaDraft, fact: ChangeFactOf<Id>): void {
  const how: Apply<Id> = appliers[fact.id];
  how(draft, fact);
}

const applied = (): void => {
  // Renames are applied before everything else.
};

type EntityFact<Rest extends string> = ChangeFactOf<
  Extract<ChangeId, `${'MODEL' | 'VIEW'}_${Rest}`>
>;

const appliers: { readonly [Id in ChangeId]: Apply<Id> } = {
  RELATION_MODE_CHANGED: (draft, { current }) => {
    draft.relationMode = current ?? undefined;
  },
  EXTENSION_ADDED: ({ extensions }, { current }) => extensions.set(current.name, current),
  EXTENSION_REMOVED: ({ extensions }, { previous }) => extensions.delete(previous.name),
  EXTENSION_CHANGED: ({ extensions }, { current }) => extensions.set(current.name, current),
  NAMESPACE_ADDED: ({ namespaces }, { current }) => namespaces.add(current),
  NAMESPACE_REMOVED: ({ namespaces }, { previous }) => namespaces.delete(previous),

  ENUM_ADDED: ({ enums }, { current }) => enums.set(current.name, current),
  ENUM_REMOVED: ({ enums }, { previous }) => enums.delete(previous.name),
  ENUM_RENAMED: applied,
  ENUM_MAPPING_CHANGED: (draft, { subject, current }) =>
    editEnum(draft, subject.name, (declared) => ({ ...declared, dbName: current })),
  ENUM_NAMESPACE_CHANGED: (draft, { subject, current }) =>
    editEnum(draft, subject.name, (declared) => withOptional(declared, 'namespace', current)),
  ENUM_VALUE_ADDED: (draft, { subject, current, after }) =>
    editEnum(draft, subject.enum, (declared) => ({
      ...declared,
      values: inserted(declared.values, current, after),
    })),
  ENUM_VALUE_REMOVED: (draft, { subject, previous }) =>
    editEnum(draft, subject.enum, (declared) => ({
      ...declared,
      values: declared.values.filter(({ name }) => name !== previous.name),
    })),
  ENUM_VALUE_RENAMED: applied,
  ENUM_VALUE_MAPPING_CHANGED: (draft, { subject, current }) =>
    editValue(draft, subject, (value) => ({ ...value, dbName: current })),
  ENUM_VALUES_REORDERED: (draft, { subject, current }) =>
    editEnum(draft, subject.name, (declared) => ({
      ...declared,
      values: reordered(declared.values, current),
    })),

  MODEL_ADDED: ({ models }, { current }) => models.set(current.name, current),
  MODEL_REMOVED: ({ models }, { previous }) => models.delete(previous.name),
  MODEL_RENAMED: applied,
  MODEL_MAPPING_CHANGED: applyMapping,
  MODEL_NAMESPACE_CHANGED: applyNamespace,
  MODEL_IGNORED: applyIgnored,
  MODEL_UNIGNORED: applyIgnored,
  VIEW_ADDED: ({ views }, { current }) => views.set(current.name, current),
  VIEW_REMOVED: ({ views }, { previous }) => views.delete(previous.name),
  VIEW_RENAMED: applied,
  VIEW_MAPPING_CHANGED: applyMapping,
  VIEW_NAMESPACE_CHANGED: applyNamespace,
  VIEW_IGNORED: applyIgnored,
  VIEW_UNIGNORED: applyIgnored,

  FIELD_ADDED: (draft, { subject: { owner: kind, entity: name }, current, after }) =>
    editEntity(draft, { kind, name }, (entity) => ({
      ...entity,
      fields: inserted(entity.fields, current, after),
    })),
  FIELD_REMOVED: (draft, { subject: { owner: kind, entity: name }, previous }) =>
    editEntity(draft, { kind, name }, (entity) => ({
      ...entity,
      fields: entity.fields.filter((field) => field.name !== previous.name),
    })),
  FIELD_RENAMED: applied,
  FIELDS_REORDERED: (draft, { subject, current }) =>
    editEntity(draft, subject, (entity) => ({
      ...entity,
      fields: reordered(entity.fields, current),
    })),
  FIELD_TYPE_CHANGED: (draft, { subject, current }) =>
    editField(draft, subject, (field) => withType(field, current)),
  FIELD_MADE_REQUIRED: applyArity,
  FIELD_MADE_OPTIONAL: applyArity,
  FIELD_LIST_CHANGED: applyArity,
  FIELD_MAPPING_CHANGED: (draft, { subject, current }) =>
    editField(draft, subject, (field) => ({ ...field, dbName: current })),
  FIELD_IGNORED: applyFieldIgnored,
  FIELD_UNIGNORED: applyFieldIgnored,
  UPDATED_AT_ADDED: applyUpdatedAt,
  UPDATED_AT_REMOVED: applyUpdatedAt,
  DEFAULT_ADDED: applyDefault,
  DEFAULT_REMOVED: applyDefault,
  DEFAULT_CHANGED: applyDefault,

  PRIMARY_KEY_ADDED: applyPrimaryKey,
  PRIMARY_KEY_REMOVED: applyPrimaryKey,
  PRIMARY_KEY_CHANGED: applyPrimaryKey,
  PRIMARY_KEY_MAPPING_CHANGED: (draft, { subject: { owner: kind, entity: name }, current }) =>
    editEntity(draft, { kind, name }, (entity) =>
      entity.primaryKey === undefined
        ? entity
        : { ...entity, primaryKey: { ...entity.primaryKey, dbName: current } },
    ),
  UNIQUE_ADDED: applyUnique,
  UNIQUE_REMOVED: applyUnique,
  UNIQUE_CHANGED: applyUnique,
  UNIQUE_MAPPING_CHANGED: applyUnique,
  INDEX_ADDED: applyIndex,
  INDEX_REMOVED: applyIndex,
  INDEX_CHANGED: applyIndex,
  INDEX_MAPPING_CHANGED: applyIndex,

  RELATION_ADDED: ({ relations }, { current }) => relations.add(current),
  RELATION_REMOVED: (draft, { subject, previous }) =>
    draft.relations.delete(relationAt(draft, subject, previous.kind)),
  RELATION_CHANGED: applyToRelation,
  RELATION_ACTION_CHANGED: applyToRelation,
  RELATION_NAME_CHANGED: (draft, { subject, current }) =>
    editRelation(draft, subject, (relation) => ({ ...relation, name: current })),
  RELATION_MAPPING_CHANGED: (draft, { subject, current }) =>
    editRelation(draft, subject, (relation) => {
      const { dbName } = current;
      if (relation.kind === 'foreignKey') return { ...relation, dbName };
      const namespace = 'namespace' in current ? current.namespace : undefined;
      return withOptional({ ...relation, dbName }, 'namespace', namespace ?? null);
    }),

  DOCUMENTATION_CHANGED: (draft, { subject, current }) => {
    const document = <Declared extends { readonly documentation?: string }>(declared: Declared) =>
      withOptional(declared, 'documentation', current);
    switch (subject.kind) {
      case 'enum':
        return editEnum(draft, subject.name, document);
      case 'enumValue':
        return editValue(draft, subject, document);
      case 'field':
        return editField(draft, subject, document);
      default:
        return editEntity(draft, subject, document);
    }
  },
};

function applyMapping(
  draft: SchemaDraft,
  { subject, current: dbName }: EntityFact<'MAPPING_CHANGED'>,
): void {
  editEntity(draft, subject, (entity) => ({ ...entity, dbName }));
}

function applyNamespace(
  draft: SchemaDraft,
  { subject, current }: EntityFact<'NAMESPACE_CHANGED'>,
): void {
  editEntity(draft, subject, (entity) => withOptional(entity, 'namespace', current));
}

function applyIgnored(
  draft: SchemaDraft,
  { subject, current: isIgnored }: EntityFact<'IGNORED' | 'UNIGNORED'>,
): void {
  editEntity(draft, subject, (entity) => ({ ...entity, isIgnored }));
}

function applyArity(
  draft: SchemaDraft,
  {
    subject,
    current: arity,
  }: ChangeFactOf<'FIELD_MADE_REQUIRED' | 'FIELD_MADE_OPTIONAL' | 'FIELD_LIST_CHANGED'>,
): void {
  editField(draft, subject, (field) => ({ ...field, arity }));
}

function applyFieldIgnored(
  draft: SchemaDraft,
  { subject, current: isIgnored }: ChangeFactOf<'FIELD_IGNORED' | 'FIELD_UNIGNORED'>,
): void {
  editField(draft, subject, (field) => ({ ...field, isIgnored }));
}

function applyUpdatedAt(
  draft: SchemaDraft,
  { subject, current: isUpdatedAt }: ChangeFactOf<'UPDATED_AT_ADDED' | 'UPDATED_AT_REMOVED'>,
): void {
  editColumn(draft, subject, (column) => ({ ...column, isUpdatedAt }));
}

function applyDefault(
  draft: SchemaDraft,
  { subject, current }: ChangeFactOf<'DEFAULT_ADDED' | 'DEFAULT_REMOVED' | 'DEFAULT_CHANGED'>,
): void {
  editColumn(draft, subject, (column) => withOptional(column, 'default', current));
}

function applyPrimaryKey(
  draft: SchemaDraft,
  {
    subject: { owner: kind, entity: name },
    current,
  }: ChangeFactOf<'PRIMARY_KEY_ADDED' | 'PRIMARY_KEY_REMOVED' | 'PRIMARY_KEY_CHANGED'>,
): void {
  editEntity(draft, { kind, name }, (entity) => withOptional(entity, 'primaryKey', current));
}

function applyUnique(
  draft: SchemaDraft,
  fact: ChangeFactOf<Extract<ChangeId, `UNIQUE_${string}`>>,
): void {
  const { owner: kind, entity: name } = fact.subject;
  editEntity(draft, { kind, name }, (entity) => ({
    ...entity,
    uniques: withKey<UniqueConstraint>(entity.uniques, fact),
  }));
}

function applyIndex(
  draft: SchemaDraft,
  fact: ChangeFactOf<Extract<ChangeId, `INDEX_${string}`>>,
): void {
  const { entity: name } = fact.subject;
  const model = draft.models.get(name);
  if (model === undefined) throw new Error(`${name} is no model`);
  draft.models.set(name, { ...model, indexes: withKey<Index>(model.indexes, fact) });
}

function applyToRelation(
  draft: SchemaDraft,
  { subject, current }: ChangeFactOf<'RELATION_CHANGED' | 'RELATION_ACTION_CHANGED'>,
): void {
  // A fact of a relation of one kind holds parts of that kind.
  editRelation(draft, subject, (relation) => ({ ...relation, ...current }) as Relation);
}

/** A key is known by its name in the database; a side that is only a text is that. */
function withKey<Key extends PrimaryKey | UniqueConstraint | Index>(
  keys: readonly Key[],
  {
    previous,
    current,
  }: { readonly previous: Key | string | null; readonly current: Key | string | null },
): readonly Key[] {
  const edit = (key: Key): readonly Key[] => {
    if (current === null) return [];
    return [typeof current === 'string' ? { ...key, dbName: current } : current];
  };
  if (previous === null) {
    return current === null || typeof current === 'string' ? keys : [...keys, current];
  }
  const known = typeof previous === 'string' ? previous : previous.dbName;
  return keys.flatMap((key) => (key.dbName === known ? edit(key) : [key]));
}

/** What a column of another type keeps is what every column has. */
function withType(field: Field, type: FieldType): Field {
  if (type.kind === 'relation' || field.kind === 'relation') {
    return { ...field, ...type } as Field; // A relation field stays one.
  }
  const { name, dbName, arity, isIgnored, isId, isUnique, isUpdatedAt, documentation } = field;
  const kept = { name, dbName, arity, isIgnored, isId, isUnique, isUpdatedAt };
  return {
    ...kept,
    ...(documentation === undefined ? {} : { documentation }),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...type,
  };
}

/** An object with another value for an optional property, or without it where the value is null. */
function withOptional<Owner extends object, Name extends keyof Owner>(
  owner: Owner,
  name: Name,
  value: Owner[Name] | null,
): Owner {
  const { [name]: _, ...rest } = owner;
  return (value === null ? rest : { ...rest, [name]: value }) as Owner; // The property is optional.
}

interface Named {
  readonly name: string;
}

/** A list with a new member behind another, first where that is null. */
function inserted<Member extends Named>(
  members: readonly Member[],
  member: Member,
  after: string | null,
): readonly Member[] {
  const at = members.findIndex(({ name }) => name === after) + 1;
  return members.toSpliced(at, 0, member);
}

/** A list in the order of these names. */
function reordered<Member extends Named>(
  members: readonly Member[],
  order: readonly string[],
): readonly Member[] {
  const byName = new Map(members.map((member) => [member.name, member]));
  return order.flatMap((name) => byName.get(name) ?? []);
}

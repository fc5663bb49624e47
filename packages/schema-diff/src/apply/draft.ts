import {
  type ColumnField,
  type Enum,
  type EnumValue,
  type Extension,
  type Field,
  type Model,
  pathOf,
  type Relation,
  type SchemaModel,
  sidesOf,
  sortedBy,
  type View,
} from '@schema-service/schema-model';
import type { SubjectOf } from '../change.ts';

/** A schema under change, its parts by name. */
export interface SchemaDraft {
  relationMode: 'prisma' | undefined;
  readonly namespaces: Set<string>;
  readonly extensions: Map<string, Extension>;
  readonly enums: Map<string, Enum>;
  readonly models: Map<string, Model>;
  readonly views: Map<string, View>;
  readonly relations: Set<Relation>;
}

export function createDraft(schema: SchemaModel): SchemaDraft {
  const byName = <Part extends { readonly name: string }>(parts: readonly Part[]) =>
    new Map(parts.map((part) => [part.name, part]));
  return {
    relationMode: schema.relationMode,
    namespaces: new Set(schema.namespaces),
    extensions: byName(schema.extensions ?? []),
    enums: byName(schema.enums),
    models: byName(schema.models),
    views: byName(schema.views),
    relations: new Set(schema.relations),
  };
}

/** Another version of a part; it stays the part that it is. */
type Edit<Part> = (part: Part) => Part;

function editIn<Part>(parts: Map<string, Part>, name: string, edit: Edit<Part>): void {
  const part = parts.get(name);
  if (part === undefined) throw new Error(`A change is about ${name}, which is not in the schema`);
  parts.set(name, edit(part));
}

export function editEnum(draft: SchemaDraft, name: string, edit: Edit<Enum>): void {
  editIn(draft.enums, name, edit);
}

export function editValue(
  draft: SchemaDraft,
  subject: SubjectOf<'enumValue'>,
  edit: Edit<EnumValue>,
): void {
  editEnum(draft, subject.enum, (declared) => ({
    ...declared,
    values: edited(declared.values, subject.name, edit),
  }));
}

type EditEntity = <Entity extends Model | View>(entity: Entity) => Entity;

export function editEntity(
  draft: SchemaDraft,
  { kind, name }: SubjectOf<'model' | 'view'>,
  edit: EditEntity,
): void {
  if (kind === 'model') editIn(draft.models, name, edit);
  else editIn(draft.views, name, edit);
}

export function editField(
  draft: SchemaDraft,
  { owner: kind, entity: name, name: field }: SubjectOf<'field'>,
  edit: Edit<Field>,
): void {
  editEntity(draft, { kind, name }, (entity) => ({
    ...entity,
    fields: edited(entity.fields, field, edit),
  }));
}

export function editColumn(
  draft: SchemaDraft,
  subject: SubjectOf<'field'>,
  edit: Edit<ColumnField>,
): void {
  editField(draft, subject, (field) => {
    if (field.kind === 'relation') throw new Error(`${field.name} is no column`);
    return edit(field);
  });
}

/** The relation that the field is a side of; which side of a join table comes first depends on names. */
export function relationAt(
  { relations }: SchemaDraft,
  { entity, field }: SubjectOf<'relation'>,
  kind?: Relation['kind'],
): Relation {
  const path = pathOf({ entity, field });
  for (const relation of relations) {
    const sides = relation.kind === 'foreignKey' ? [relation.from] : sidesOf(relation);
    if (kind !== undefined && relation.kind !== kind) continue;
    if (sides.some((side) => pathOf(side) === path)) return relation;
  }
  throw new Error(`A change is about ${path}, which is no relation`);
}

export function editRelation(
  draft: SchemaDraft,
  subject: SubjectOf<'relation'>,
  edit: Edit<Relation>,
): void {
  const relation = relationAt(draft, subject);
  draft.relations.delete(relation);
  draft.relations.add(edit(relation));
}

function edited<Member extends { readonly name: string }>(
  members: readonly Member[],
  name: string,
  edit: Edit<Member>,
): readonly Member[] {
  return members.map((member) => (member.name === name ? edit(member) : member));
}

/** The schema of a draft: sorted as one is, and with what its fields repeat of its keys and relations. */
export function completed(draft: SchemaDraft): SchemaModel {
  const relations = sortedBy([...draft.relations], sortKey);
  const ends = relationEnds(relations);
  const complete = <Entity extends Model | View>(entity: Entity): Entity => ({
    ...entity,
    fields: entity.fields.map((field) => completedField(field, entity, ends)),
    uniques: sortedBy(entity.uniques, ({ dbName }) => dbName),
  });
  const inOrder = <Part extends { readonly name: string }>(parts: ReadonlyMap<string, Part>) =>
    sortedBy([...parts.values()], ({ name }) => name);
  const extensions = inOrder(draft.extensions);
  return {
    kind: 'schema',
    provider: 'postgresql',
    ...(draft.relationMode === undefined ? {} : { relationMode: draft.relationMode }),
    namespaces: [...draft.namespaces].sort(),
    ...(extensions.length === 0 ? {} : { extensions }),
    enums: inOrder(draft.enums),
    models: inOrder(draft.models).map((model) => ({
      ...complete(model),
      indexes: sortedBy(model.indexes, ({ dbName }) => dbName),
    })),
    views: inOrder(draft.views).map(complete),
    relations,
  };
}

interface RelationEnd {
  readonly relationName: string;
  readonly fields: readonly string[];
  readonly references: readonly string[];
}

function relationEnds(relations: readonly Relation[]): ReadonlyMap<string, RelationEnd> {
  const ends = new Map<string, RelationEnd>();
  const bare = { fields: [], references: [] };
  for (const relation of relations) {
    const { name: relationName } = relation;
    const [one, other] = sidesOf(relation);
    const key = relation.kind === 'foreignKey' ? relation : bare;
    const { fields, references } = key;
    ends.set(pathOf(other), { relationName, ...bare });
    ends.set(pathOf(one), { relationName, fields, references });
  }
  return ends;
}

function completedField(
  field: Field,
  { name: entity, primaryKey, uniques }: Model | View,
  ends: ReadonlyMap<string, RelationEnd>,
): Field {
  if (field.kind === 'relation') {
    return { ...field, ...ends.get(pathOf({ entity, field: field.name })) };
  }
  const isOnly = ({ fields }: { readonly fields: readonly { readonly name: string }[] }): boolean =>
    fields.length === 1 && fields[0]?.name === field.name;
  return {
    ...field,
    isId: primaryKey !== undefined && isOnly(primaryKey),
    isUnique: uniques.some(isOnly),
  };
}

/** Relations are sorted by their sides, then by name. */
function sortKey(relation: Relation): string {
  const sides = sidesOf(relation).flatMap(({ entity, field }) => [entity, field]);
  return [...sides, relation.name].join(' ');
}
